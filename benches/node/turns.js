'use strict';

// Measurements of several drivers, each in a new process. The drivers take turns, so that disturbances of the machine
// affect all of them alike.

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const drivers = require('./drivers');

/**
 * Runs a program of this folder. Returns its stdout.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env] added to the environment
 */
function run(program, args, env) {
  return execFileSync(process.execPath, [path.join(__dirname, program), ...args], {
    encoding: 'utf8',
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Returns the line of a failed program's stderr that names the error. @param {any} error */
const reasonOf = (error) => (
  String(error.stderr ?? error).split('\n').find((text) => /^\S*Error/.test(text)) ?? String(error));

/**
 * Runs a program of this folder with a driver.
 * @param {string} program @param {string} driver @param {string[]} args
 */
const runWith = (program, driver, ...args) => run(program, [driver, ...args], drivers[driver].env);

/**
 * Measures every driver in turn, several times. A failed measurement is reported on stderr and left out.
 * @template T
 * @param {number} repetitions
 * @param {string[]} names
 * @param {(driver: string) => T} measure
 */
function inTurns(repetitions, names, measure) {
  const results = Object.fromEntries(names.map((name) => [name, /** @type {T[]} */ ([])]));
  for (let i = 0; i < repetitions; ++i) {
    for (const name of names) {
      try {
        results[name].push(measure(name));
      } catch (error) {
        console.error(`${name} failed, repetition ${i + 1}: ${reasonOf(error)}`);
      }
    }
  }
  return Object.entries(results).filter(([, each]) => each.length > 0);
}

/** Throws if drivers have other results than the first. @param {[string, { digest: string }[]][]} measured */
function compareResults(measured) {
  const [[first, [{ digest }]]] = measured;
  for (const [driver, each] of measured) {
    if (each.some((one) => one.digest !== digest)) throw new Error(`${driver} and ${first} have different results`);
  }
}

/** Returns the names of the drivers that work on this machine. */
function available() {
  return Object.keys(drivers).filter((driver) => {
    try {
      runWith('process/start-up.js', driver, ':memory:');
      return true;
    } catch (error) {
      console.error(`${driver} is left out: ${reasonOf(error)}`);
      return false;
    }
  });
}

module.exports = { available, compareResults, inTurns, run, runWith };
