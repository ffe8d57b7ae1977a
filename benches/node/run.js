'use strict';

// Compares the drivers: node benches/node/run.js [REPETITIONS [JSON-FILE]]. They take turns in each trial, a process each
// time, so that what disturbs the machine disturbs all of them alike. Prints a table in Markdown.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const drivers = require('./drivers.js');
const { figureOf, noise, table } = require('./report.js');
const trials = require('./trials.js');

/** @import { Row } from './report.js' */

const [repetitions = '5', json] = process.argv.slice(2);
const MEGABYTE = 1024 * 1024;

/** @param {string} program @param {string[]} words @param {NodeJS.ProcessEnv} [env] */
function run(program, words, env) {
  const options = { encoding: /** @type {const} */ ('utf8'), env: { ...process.env, NODE_NO_WARNINGS: '1', ...env } };
  return execFileSync(process.execPath, [path.join(__dirname, program), ...words], options);
}

/**
 * Calls for every driver in turn, several times. A process that fails says so and counts for nothing.
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

/** The drivers that can be loaded here. */
function available() {
  return Object.keys(drivers).filter((driver) => {
    try {
      run('start-up.js', [driver, ':memory:'], drivers[driver].env);
      return true;
    } catch (error) {
      console.error(`${driver} is left out: ${String(error.stderr).trim().split('\n').find((text) => /Error/.test(text))}`);
      return false;
    }
  });
}

/** @param {string[]} names @returns {Row[]} */
function trialRows(names) {
  return trials.map(({ name, group, file }, number) => {
    console.error(name);
    const able = names.filter((driver) => !file || drivers[driver].files !== false);
    const results = inTurns(able, (driver) => JSON.parse(run('measure.js', [driver, String(number)], drivers[driver].env)));
    const figures = results.map(([driver, each]) => [driver, figureOf(each.map(({ time }) => time))]);
    return { name, group, unit: 'ns', figures: Object.fromEntries(figures) };
  });
}

/** @param {string[]} names @returns {Row} */
function memoryRow(names) {
  const number = String(trials.findIndex(({ name }) => name.startsWith('all: 10,000')));
  const results = inTurns(names, (driver) => JSON.parse(run('measure.js', [driver, number], drivers[driver].env)).memory / MEGABYTE);
  const figures = results.map(([driver, each]) => [driver, figureOf(each)]);
  return { name: 'memory after reading all rows', group: 'process', unit: 'MB', figures: Object.fromEntries(figures) };
}

/** @param {string[]} names @param {string} folder @returns {Row} */
function startUpRow(names, folder) {
  const results = inTurns(['Node alone', ...names], (driver) => {
    const words = driver === 'Node alone' ? [] : [driver, path.join(folder, `${driver.replace(/\W/g, '-')}.db`)];
    const start = process.hrtime.bigint();
    run('start-up.js', words, drivers[driver]?.env);
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
