'use strict';

// Compares the drivers: node benches/node/run.js [REPETITIONS [JSON-FILE]]. In each trial the drivers take turns, each
// in a new process, so that disturbances of the machine affect all of them alike. Prints a table in Markdown.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const drivers = require('./drivers.js');
const { figureOf, noise, table } = require('./report.js');
const trials = require('./trials');

/** @import { Row } from './report.js' */

const [repetitions = '5', json] = process.argv.slice(2);
const MEGABYTE = 1024 * 1024;

/**
 * Runs a program of this folder. Returns its stdout.
 * @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env] added to the environment
 */
function run(program, args, env) {
  const options = { encoding: /** @type {const} */ ('utf8'), env: { ...process.env, NODE_NO_WARNINGS: '1', ...env } };
  return execFileSync(process.execPath, [path.join(__dirname, program), ...args], options);
}

/**
 * Measures every driver in turn, several times. A failed measurement is reported on stderr and left out.
 * @template T
 * @param {string[]} names
 * @param {(driver: string) => T} measure
 */
function inTurns(names, measure) {
  const results = Object.fromEntries(names.map((name) => [name, /** @type {T[]} */ ([])]));
  for (let i = 0; i < Number(repetitions); ++i) {
    for (const name of names) {
      try {
        results[name].push(measure(name));
      } catch (error) {
        console.error(`${name} failed, repetition ${i + 1}: ${String(error.stderr ?? error).slice(0, 500)}`);
      }
    }
  }
  return Object.entries(results).filter(([, each]) => each.length > 0);
}

/** Returns the names of the drivers that work on this machine. */
function available() {
  return Object.keys(drivers).filter((driver) => {
    try {
      run('start-up.js', [driver, ':memory:'], drivers[driver].env);
      return true;
    } catch (error) {
      const reason = String(error.stderr).trim().split('\n').find((text) => /Error/.test(text));
      console.error(`${driver} is left out: ${reason}`);
      return false;
    }
  });
}

/** @param {string} driver @param {number} trial @returns {{ time: number, memory: number }} */
function measureTrial(driver, trial) {
  return JSON.parse(run('measure.js', [driver, String(trial)], drivers[driver].env));
}

/** @param {string[]} names @returns {Row[]} */
function trialRows(names) {
  return trials.map(({ name, group, file }, number) => {
    console.error(name);
    const able = names.filter((driver) => !file || drivers[driver].files !== false);
    const results = inTurns(able, (driver) => measureTrial(driver, number));
    const figures = results.map(([driver, each]) => [driver, figureOf(each.map(({ time }) => time))]);
    return { name, group, unit: 'ns', figures: Object.fromEntries(figures) };
  });
}

/** @param {string[]} names @returns {Row} */
function memoryRow(names) {
  const number = trials.findIndex(({ name }) => name.startsWith('all: 10,000'));
  const results = inTurns(names, (driver) => measureTrial(driver, number).memory / MEGABYTE);
  const figures = results.map(([driver, each]) => [driver, figureOf(each)]);
  return { name: 'memory after reading all rows', group: 'process', unit: 'MB', figures: Object.fromEntries(figures) };
}

/** @param {string[]} names @param {string} folder @returns {Row} */
function startUpRow(names, folder) {
  const results = inTurns(['Node alone', ...names], (driver) => {
    const args = driver === 'Node alone' ? [] : [driver, path.join(folder, `${driver.replace(/\W/g, '-')}.db`)];
    const start = process.hrtime.bigint();
    run('start-up.js', args, drivers[driver]?.env);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  const figures = results.map(([driver, each]) => [driver, figureOf(each)]);
  return { name: 'start to first row of a file', group: 'process', unit: 'ms', figures: Object.fromEntries(figures) };
}

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
  try {
    const names = available();
    const rows = [...trialRows(names), startUpRow(names, folder), memoryRow(names)];
    const [{ model }] = os.cpus();
    const about = `Node ${process.versions.node}, ${os.type()} ${os.release()}, ${os.cpus().length} × ${model}, ` +
      `${repetitions} repetitions, medians.`;
    console.log(`${about} ${noise(rows)}\n\n${table(rows, names)}`);
    console.log(`\nNode alone starts and ends in ${rows.at(-2).figures['Node alone'].median.toFixed(0)} ms.`);
    if (json !== undefined) fs.writeFileSync(json, `${JSON.stringify({ about, rows }, null, 2)}\n`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
