'use strict';

const { process } = require('../../intrinsics');

/** Runtimes that have Node's modules, but whose memory the tests of this package have not reached from the addon. */
const OTHERS = ['bun', 'deno', 'electron'];

/** Returns whether the tests have let the lock addon reach the guest's memory on such a system. */
function isTested() {
  const { arch, platform, versions } = process;
  return platform === 'linux' && arch === 'x64' && OTHERS.every((name) => versions[name] === undefined);
}

exports.isTested = isTested;
