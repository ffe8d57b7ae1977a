'use strict';

// Compares sqlite-vec as WebAssembly, with and without SIMD, with its native binary on native better-sqlite3: node
// benches/node/vectors/run.js [TURNS]. Prints a table: milliseconds of native, the others as multiples of them.
// The three take turns, so that a busy machine disturbs all of them.

const { execFileSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const SIDES = ['native', 'simd', 'plain'];

/** @param {string} side @returns {Record<string, number>} */
const measure = (side) => JSON.parse(
  execFileSync(process.execPath, [path.join(__dirname, 'measure.js'), side], { encoding: 'utf8' }));

/** Returns the fastest times of some measurements. @param {Record<string, number>[]} measured */
const fastest = (measured) => Object.fromEntries(
  Object.keys(measured[0]).map((trial) => [trial, Math.min(...measured.map((times) => times[trial]))]));

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/** @param {number} turns */
function main(turns) {
  /** @type {Record<string, Record<string, number>[]>} */
  const all = Object.fromEntries(SIDES.map((side) => [side, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const side of SIDES) all[side].push(measure(side));
  }
  const [native, ...others] = SIDES.map((side) => fastest(all[side]));
  const rows = Object.entries(native).map(([trial, time]) => (
    line([trial, `${time.toPrecision(3)} ms`, ...others.map((times) => `${(times[trial] / time).toFixed(2)} ×`)])));
  console.log([line(['', 'native', 'SIMD', 'plain']), line(['---', '--:', '--:', '--:']), ...rows].join('\n'));
  console.log(`\nNode ${process.versions.node}, ${os.cpus()[0].model.trim()}, load ${os.loadavg()[0].toFixed(1)}`);
}

main(Number(process.argv[2] ?? 3));
