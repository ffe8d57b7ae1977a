'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const PACKAGE = path.join(__dirname, '..', '..', '..', 'npm');

/**
 * Runs a function in a process of its own. Returns its JSON result, or throws what a failed process wrote to stderr.
 * @param {(Database: any, ...args: any[]) => unknown} body
 * @param {{ args?: unknown[], env?: Record<string, string>, flags?: string[], folder?: string }} [options]
 */
function inProcess(body, { args = [], env = {}, flags = [], folder = PACKAGE } = {}) {
  const source = `
    const result = (${body})(require(${JSON.stringify(folder)}), ...${JSON.stringify(args)});
    Promise.resolve(result).then((value) => console.log(JSON.stringify(value)));
  `;
  const settings = { ...process.env, ANYSQLITE_ENGINE: '', ...env };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', source], {
    encoding: 'utf8', env: settings, timeout: 60_000,
  });
  assert.equal(signal, null, stderr);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

module.exports = { inProcess, PACKAGE };
