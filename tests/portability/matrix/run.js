'use strict';

// Runs one program of the matrix on a target, and reads the result that it has written to a file: under Wine a program
// cannot write to a pipe.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { prepare } = require('../runtimes.js');

/** Milliseconds after which a program counts as hanging. Emulated runtimes are slow. */
const PATIENCE = 900_000;

/**
 * Runs a program with a target's runtime. Returns its result or, if it failed, why.
 * @param {string} target
 * @param {string} script
 * @param {string} folder for its output
 * @param {(result: string, options: string) => string[]} argsOf makes its arguments from the path of the result and the
 *   runtime's own options
 * @param {NodeJS.ProcessEnv} [settings]
 * @returns {Promise<{ result?: any, failure?: string }>}
 */
async function runProgram(target, script, folder, argsOf, settings = {}) {
  const { command, args, env } = prepare(target);
  const [result, output] = [path.join(folder, 'result.json'), path.join(folder, 'output.txt')];
  fs.rmSync(result, { force: true });
  const log = fs.openSync(output, 'w');
  const child = spawn(command, [...args, path.join(__dirname, script), ...argsOf(result, JSON.stringify(args))], {
    env: { ...process.env, ANYSQLITE_LOCKS: undefined, ANYSQLITE_ENGINE: undefined, ...env, ...settings },
    stdio: ['ignore', log, log],
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  fs.closeSync(log);
  const how = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  if (how === 'status 0' && fs.existsSync(result)) return { result: JSON.parse(fs.readFileSync(result, 'utf8')) };
  return { failure: `${how}: ${fs.readFileSync(output, 'utf8').trim().slice(0, 2000)}` };
}

module.exports = { runProgram };
