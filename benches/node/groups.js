'use strict';

// The groups of rows, in the order of the document, and how each is measured.

const fs = require('node:fs');
const path = require('node:path');
const drivers = require('./drivers');
const { rowOf } = require('./figures');
const { programRows } = require('./programs');
const sequences = require('./sequences');
const trials = require('./trials');
const { compareResults, inTurns, run, runWith } = require('./turns');

/** @import { Row } from './figures.js' */

/**
 * @typedef {object} Plan
 * @property {string[]} names the drivers that work here
 * @property {number} repetitions
 * @property {string} folder for files
 */

const MEGABYTE = 1024 * 1024;

/**
 * Returns the drivers that can do something.
 * @param {string[]} names
 * @param {{ file: boolean, needs?: string }} work
 */
function able(names, { file, needs }) {
  return names.filter((driver) => {
    const { lacks = {} } = drivers[driver];
    return !(file && lacks.files) && !(needs !== undefined && lacks[needs]);
  });
}

/** @param {string} group @returns {(plan: Plan) => Row[]} */
const trialsOf = (group) => ({ names, repetitions }) => (
  trials.map((trial, number) => ({ trial, number })).filter(({ trial }) => trial.group === group)
    .map(({ trial, number }) => {
      console.error(`${group}: ${trial.name}`);
      const measured = inTurns(repetitions, able(names, trial), (driver) => (
        Number(runWith('measure.js', driver, String(number)))));
      return rowOf(group, trial.name, 'ns', measured);
    }));

/** @param {string} name @param {Plan} plan @returns {Row[]} */
function sequence(name, { names, repetitions }) {
  console.error(`sequence: ${name}`);
  const { group } = sequences[name];
  const measured = inTurns(repetitions, able(names, sequences[name]), (driver) => (
    JSON.parse(runWith('measure-sequence.js', driver, name))));
  compareResults(measured);
  const [[, [{ times }]]] = measured;
  return Object.keys(times).map((step) => (
    rowOf(group, step, 'ns', measured.map(([driver, each]) => [driver, each.map((one) => one.times[step])]))));
}

/** @param {string} group @returns {(plan: Plan) => Row[]} */
const sequencesOf = (group) => (plan) => (
  Object.keys(sequences).filter((name) => sequences[name].group === group).flatMap((name) => sequence(name, plan)));

/** @param {Plan} plan @returns {Row[]} */
function processRows({ names, repetitions, folder }) {
  const file = (/** @type {string} */ driver) => path.join(folder, `${driver.replace(/\W/g, '-')}.db`);
  const often = 3 * repetitions;
  const timed = inTurns(often, ['Node alone', ...names], (driver) => {
    const start = process.hrtime.bigint();
    if (driver === 'Node alone') run('process/start-up.js', []);
    else runWith('process/start-up.js', driver, file(driver));
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  const withFiles = able(names, { file: true });
  const worker = inTurns(often, withFiles, (driver) => Number(runWith('process/worker.js', driver, file(driver))));
  const memory = inTurns(repetitions, names, (driver) => (
    JSON.parse(runWith('process/memory.js', driver, file(driver)))));
  /** @param {'opened' | 'read'} when @returns {[string, number[]][]} */
  const megabytes = (when) => memory.map(([driver, each]) => [driver, each.map((one) => one[when] / MEGABYTE)]);
  return [
    rowOf('process', 'start to first row of a file', 'ms', timed),
    rowOf('process', "a worker thread's first row", 'ms', worker),
    rowOf('process', 'memory after the first row', 'MB', megabytes('opened')),
    rowOf('process', 'memory after 100,000 rows', 'MB', megabytes('read')),
  ];
}

/** @type {Record<string, (plan: Plan) => Row[]>} */
const GROUPS = {
  files: trialsOf('files'),
  boundary: trialsOf('boundary'),
  everyday: trialsOf('everyday'),
  engine: trialsOf('engine'),
  features: trialsOf('features'),
  speedtest: sequencesOf('speedtest'),
  growth: sequencesOf('growth'),
  large: sequencesOf('large'),
  programs: programRows,
  process: processRows,
};

/** Measures a group, in a folder of its own. @param {string} group @param {Omit<Plan, 'folder'>} plan */
function measureGroup(group, plan) {
  const folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'anysqlite-bench-'));
  try {
    return GROUPS[group]({ ...plan, folder });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The groups that are measured by name only: they take long, and gigabytes of disk. */
const ON_DEMAND = ['large'];

module.exports = { GROUPS: Object.keys(GROUPS), ON_DEMAND, measureGroup };
