'use strict';

const { createRequire } = require('node:module');
const { join } = require('node:path');
const { doctorPath, isBundled } = require('../packaged/files');
const { findNative } = require('./find-native');
const { recall, remember } = require('./verdicts');

/** @import { Native } from './find-native' */
/** @import { Verdict } from './probe' */

/**
 * @typedef {object} Decision
 * @property {string} [folder] of native better-sqlite3, if it is used
 * @property {string} reason why it is not: a sentence without its full stop
 */

/**
 * Returns what the doctor says about a binary that does not work, or else what the trial has shown.
 * @param {Native} native
 * @param {Verdict} verdict
 */
function explain({ addon }, { reason }) {
  try {
    const path = doctorPath();
    const judged = createRequire(path)(path).judge(addon);
    return judged.loads === false ? judged.reason : reason;
  } catch {
    return reason;
  }
}

/**
 * Returns whether a copy works, from memory or by trying it.
 * @param {Native} native
 * @returns {Verdict}
 */
function verdictOn(native) {
  const remembered = recall(native);
  if (remembered !== undefined) return remembered;
  // Loaded late, because that takes milliseconds.
  const { obstacle, probe } = require('./probe');
  const verdict = probe(native);
  if (verdict === undefined) {
    return { works: false, reason: `cannot be tried: ${obstacle() ?? 'no child process can be started'}` };
  }
  const explained = verdict.works ? verdict : { works: false, reason: explain(native, verdict) };
  remember(native, explained);
  return explained;
}

/**
 * Decides which package is used.
 * @returns {Decision}
 */
function decide() {
  if (isBundled()) return { reason: 'this code is part of a bundle, which takes nothing from the folders above it' };
  try {
    const native = findNative();
    if (!('folder' in native)) return native;
    const { works, reason } = verdictOn(native);
    if (works) return { folder: native.folder, reason };
    return { reason: `better-sqlite3 ${native.version} is installed, but its binary ${reason}` };
  } catch (error) {
    return { reason: `better-sqlite3 cannot be examined: ${/** @type {Error} */ (error).message}` };
  }
}

/**
 * Loads native better-sqlite3 into this process. Returns undefined if its machine code may not be loaded here.
 * @param {string} folder
 */
function load(folder) {
  const Native = createRequire(join(folder, 'package.json'))(folder);
  // The machine code is loaded by the first database.
  new Native(':memory:').close();
  return Native;
}

module.exports = { decide, load };
