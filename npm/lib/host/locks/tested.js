'use strict';

// Where the tests of this package have let the lock addon reach the guest's memory.

const { Object, process } = require('../../intrinsics');

/**
 * The CPUs, and whether the WAL index is mapped into the guest's memory there: engines move the memory of 32-bit
 * systems when it grows, and every growth would have to map again. All but x64 were tested in an emulator.
 * @type {Record<string, boolean>}
 */
const CPUS = { x64: true, arm64: true, riscv64: true, ppc64: true, arm: false, ia32: false };

/**
 * Runtimes that have Node's modules, but leave the addon little to gain, or were not tested. Bun's own calls take about
 * as long, and its memory lies where nothing can be mapped: it is aligned to 4 KB.
 */
const OTHERS = ['bun', 'electron'];

/** Returns whether the addon may read and write files for the guest. */
function isTested() {
  const { arch, platform, versions } = process;
  return platform === 'linux' && Object.hasOwn(CPUS, arch) && OTHERS.every((name) => versions[name] === undefined);
}

/** Returns whether the addon may map files into the guest's memory. */
const canMap = () => isTested() && CPUS[process.arch];

module.exports = { canMap, isTested };
