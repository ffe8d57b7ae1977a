'use strict';

// Compares the drivers: node benches/node/run.js [REPETITIONS]. The drivers take turns in each trial, one process each
// time, and the table holds the median of the repetitions, with ratios to the last driver. Below 1 is faster.

const { execFileSync } = require('child_process');
const path = require('path');
const drivers = Object.keys(require('./drivers.js'));
const trials = require('./trials.js');

const repetitions = Number(process.argv[2] ?? 3);

/** @param {number[]} numbers */
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** @param {string} driver @param {number} trial */
function measure(driver, trial) {
  return JSON.parse(execFileSync(process.execPath, [path.join(__dirname, 'measure.js'), driver, String(trial)], { encoding: 'utf8' }));
}

const reference = drivers[drivers.length - 1];
console.log(`Node ${process.versions.node}, nanoseconds an operation\n`);
console.log(`| trial | ${drivers.join(' | ')} | ratio to ${reference} |`);
console.log(`| --- |${' ---: |'.repeat(drivers.length + 1)}`);
for (const [index, { name }] of trials.entries()) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(drivers.map((driver) => [driver, []]));
  for (let i = 0; i < repetitions; ++i) for (const driver of drivers) times[driver].push(measure(driver, index));
  const medians = drivers.map((driver) => median(times[driver]));
  const ratios = medians.slice(0, -1).map((time) => (time / medians[medians.length - 1]).toFixed(2));
  console.log(`| ${name} | ${medians.map((time) => time.toFixed(0)).join(' | ')} | ${ratios.join(', ')} |`);
}
