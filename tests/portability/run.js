'use strict';

// Runs a script on another runtime: node tests/portability/run.js TARGET SCRIPT ARGUMENT…, or --list

const os = require('os');
const { spawnSync } = require('child_process');
const { TARGETS } = require('./targets.js');
const { prepare } = require('./runtimes.js');

/**
 * @param {string} name
 * @param {string[]} script the script and its arguments
 * @returns {number} the exit status; as in a shell, 128 plus the signal's number if a signal ended the script
 */
function run(name, script) {
  const { command, args, env } = prepare(name);
  const done = spawnSync(command, [...args, ...script], { stdio: 'inherit', env: { ...process.env, ...env } });
  if (done.error) {
    throw new Error(`${name} cannot be started: ${done.error.message}. Remove its folder in target/runtimes.`);
  }
  if (done.signal) {
    console.error(`${name} was ended by ${done.signal}`);
    return 128 + os.constants.signals[done.signal];
  }
  return done.status ?? 1;
}

/** @param {string[]} argv */
function main([name, ...script]) {
  if (name === '--list') {
    for (const [target, { about }] of Object.entries(TARGETS)) console.log(`${target.padEnd(12)}${about}`);
  } else if (!name || script.length === 0) {
    throw new Error('Give a target and a script: node tests/portability/run.js TARGET SCRIPT ARGUMENT…, or --list');
  } else {
    process.exitCode = run(name, script);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
