'use strict';

const os = require('node:os');
const { findLibc } = require('./libc');
const { findMounts } = require('./mounts');

/**
 * The process that would load addons: this one.
 * @typedef {object} Here
 * @property {'node' | 'bun' | 'deno'} runtime
 * @property {string} name of the runtime, with its version
 * @property {string} platform
 * @property {string} arch
 * @property {boolean} littleEndian
 * @property {{ name: 'glibc' | 'musl', version: string | null } | null} libc null where there is no choice
 * @property {number} moduleVersion NODE_MODULE_VERSION
 * @property {number} nodeApi the newest version of Node-API
 * @property {boolean} addons whether the process may load addons
 * @property {boolean} permissions whether Node's permission model is on
 * @property {{ works: boolean, reason: string | null }} webAssembly
 * @property {(path: string) => boolean} mountsWithoutExecution
 */

/** @type {Here | undefined} */
let here;

/** Returns the facts about this process. @returns {Here} */
function thisProcess() {
  here ??= findOut();
  return here;
}

/** @returns {Here} */
function findOut() {
  const { versions } = process;
  const runtime = versions.bun ? 'bun' : versions.deno ? 'deno' : 'node';
  const names = { bun: `Bun ${versions.bun}`, deno: `Deno ${versions.deno}`, node: `Node ${versions.node}` };
  const webAssembly = tryWebAssembly();
  return {
    runtime,
    name: names[runtime],
    platform: process.platform,
    arch: process.arch,
    littleEndian: os.endianness() === 'LE',
    libc: process.platform === 'linux' ? findLibc(webAssembly.works) : null,
    moduleVersion: Number(versions.modules),
    nodeApi: Number(versions.napi),
    addons: mayLoadAddons(),
    permissions: process.permission !== undefined,
    webAssembly,
    mountsWithoutExecution: findMounts(),
  };
}

/** Returns whether WebAssembly works here: a JavaScript engine may lack it, or the address space for its memory. */
function tryWebAssembly() {
  if (typeof WebAssembly === 'undefined') {
    return { works: false, reason: 'the JavaScript engine runs without WebAssembly (--jitless)' };
  }
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    return { works: true, reason: null };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return { works: false, reason: `too little address space is left for its memory (ulimit -v): ${message}` };
  }
}

/** Returns whether addons may be loaded. A missing file shows it, because the refusal comes first. */
function mayLoadAddons() {
  try {
    process.dlopen({ exports: {} }, `${__filename}.missing.node`);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ERR_DLOPEN_DISABLED';
  }
  return true;
}

module.exports = { thisProcess };
