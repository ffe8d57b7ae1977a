'use strict';

const { spawnSync } = require('child_process');

/**
 * Runs a program of this machine to its end. Throws if it cannot be started or fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {string} its stdout
 */
function execute(program, args, options = {}) {
  const done = spawnSync(program, args, {
    ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26,
  });
  if (done.error) throw new Error(`${program} cannot be started: ${done.error.message}. Install it first.`);
  if (done.status !== 0) {
    const status = `status ${done.status ?? done.signal}`;
    throw new Error(`${program} ${args.join(' ')} failed (${status}):\n${done.stderr}${done.stdout}`);
  }
  return done.stdout;
}

module.exports = { execute };
