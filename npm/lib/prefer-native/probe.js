'use strict';

// Tries native better-sqlite3 in a child process: machine code that does not fit can end the process that loads it.

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { process, processObject } = require('../intrinsics');

/** @import { Native } from './find-native' */

/** Set in the child, whose program must not begin another. */
const MARK = 'ANYSQLITE_PROBE';

const TIMEOUT_MILLISECONDS = 5000;

/** What the child prints if its query is answered. */
const ANSWER = 'answer: 42';

/** @typedef {{ works: boolean, reason: string }} Verdict `reason`: what the binary does instead, as "crashes" */

/** @param {string} reason @returns {Verdict} */
const fails = (reason) => ({ works: false, reason });

/** Returns why this process's runtime cannot be started for another program, undefined if it can. */
function obstacle() {
  if (process.env[MARK] !== undefined) return 'this process is the one that tries it';
  if ('pkg' in processObject || isExecutable()) return 'this program is one executable, which runs no other program';
  return undefined;
}

/** Returns whether the program is a single executable application. */
function isExecutable() {
  try {
    return require('node:sea').isSea();
  } catch {
    return false;
  }
}

/**
 * Returns the child's arguments.
 * @param {string} folder
 */
function argumentsFor(folder) {
  const program = [join(__dirname, 'answer.js'), folder];
  return process.versions.deno === undefined ? program : ['run', '--allow-all', ...program];
}

/** Returns the child's environment. What NODE_OPTIONS would load could load this package. */
function environment() {
  return { ...process.env, NODE_OPTIONS: '', [MARK]: '1', ELECTRON_RUN_AS_NODE: '1' };
}

/**
 * Returns the line of a program's complaints that names its error.
 * @param {string} complaints
 */
function errorOf(complaints) {
  const lines = complaints.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(\w*Error|error)\b.*: /.test(line)) ?? lines.find(Boolean) ?? 'no message';
}

/**
 * Tries a copy. Returns undefined if no child process can be had.
 * @param {Native} native
 * @returns {Verdict | undefined}
 */
function probe({ folder }) {
  if (obstacle() !== undefined) return undefined;
  let child;
  try {
    child = spawnSync(process.execPath, argumentsFor(folder), {
      encoding: 'utf8',
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MILLISECONDS,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
  const { error, signal, status, stdout, stderr } = child;
  const { code } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  if (code === 'ETIMEDOUT') return fails(`does not answer a query within ${TIMEOUT_MILLISECONDS / 1000} seconds`);
  if (error !== undefined) return undefined;
  if (signal !== null) return fails(`ends the process that loads it by ${signal}`);
  if (status === 0 && stdout === ANSWER) return { works: true, reason: '' };
  return fails(`cannot be used: ${errorOf(stderr)}`);
}

module.exports = { obstacle, probe };
