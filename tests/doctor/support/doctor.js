'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const PROGRAM = path.join(__dirname, '..', '..', '..', 'npm', 'bin', 'anysqlite.js');

/** Milliseconds after which the doctor counts as hanging. */
const TIMEOUT = 60_000;

/** @typedef {{ env?: Record<string, string>, node?: string[], cwd?: string }} Options `node`: options of Node */

/**
 * Runs the doctor on this release of Node.
 * @param {string[]} args
 * @param {Options} [options]
 */
function doctor(args, { env, node = [], cwd } = {}) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...node, PROGRAM, 'doctor', ...args], {
    encoding: 'utf8', maxBuffer: 1e9, timeout: TIMEOUT, cwd, env: { ...process.env, ...env },
  });
  if (signal !== null) throw new Error(`the doctor was ended by ${signal}: ${stderr}`);
  return { status, stdout, stderr };
}

/**
 * Returns the doctor's report as an object, with the exit code.
 * @param {string[]} args
 * @param {Options} [options]
 */
function report(args, options) {
  const { status, stdout, stderr } = doctor([...args, '--json'], options);
  if (stdout === '') throw new Error(`the doctor reported nothing, and exited with ${status}: ${stderr}`);
  return { status, ...JSON.parse(stdout) };
}

module.exports = { doctor, PROGRAM, report };
