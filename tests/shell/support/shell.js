'use strict';

const { spawn, spawnSync } = require('node:child_process');
const path = require('node:path');
const { PACKAGES } = require('../../support/packages');

/** The command as it is packed. */
const COMMAND = path.join(PACKAGES.ours, 'bin', 'anysqlite.js');

/** Milliseconds after which a command is taken for hanging. */
const TIMEOUT = 60_000;

/**
 * Runs the shell, with nothing at stdin unless there is `input`.
 * @param {string[]} args
 * @param {{ input?: string | Buffer, cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
function shell(args, { input = '', cwd, env } = {}) {
  const result = spawnSync(process.execPath, [COMMAND, ...args], {
    input, cwd, env: { ...process.env, ...env }, encoding: 'utf8', timeout: TIMEOUT, maxBuffer: 1 << 28,
  });
  if (result.error) throw result.error;
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/**
 * Runs the shell and returns what it prints. Throws unless it succeeds silently.
 * @param {string[]} args
 * @param {Parameters<typeof shell>[1]} [options]
 */
function output(args, options) {
  const { status, stdout, stderr } = shell(args, options);
  if (status !== 0 || stderr !== '') throw new Error(`the shell exited with ${status}: ${stderr}`);
  return stdout;
}

/**
 * Starts the shell.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
const start = (args, options = {}) => spawn(process.execPath, [COMMAND, ...args], options);

module.exports = { COMMAND, output, shell, start };
