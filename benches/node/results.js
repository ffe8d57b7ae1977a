'use strict';

// The file with every figure of docs/BENCHMARKS.md.

const fs = require('node:fs');
const path = require('node:path');

/** @import { Row } from './figures.js' */

/**
 * @typedef {{ date: string, load: number, repetitions: number, rows: Row[] }} Group
 * @typedef {{ node: string, reference: string, system: string, processor: string }} About
 * @typedef {{ about: About, groups: Record<string, Group> }} Run
 * @typedef {{ name: string, ours: string, native: string, ratio: number }[]} SystemCalls
 * @typedef {{ name: string, native: number, ratio: number }[]} Rust
 * @typedef {{ node: Record<string, Run>, systemCalls: SystemCalls, rust: Rust }} Results
 */

const FILE = path.join(__dirname, '..', 'results.json');

/** @returns {Results} */
const read = () => JSON.parse(fs.readFileSync(FILE, 'utf8'));

/** Returns a number with four digits, which is more than two runs have in common. @param {unknown} value */
const rounded = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

/** Writes an object of a list in one line, so that a new run is readable as a difference. @param {Results} results */
function write(results) {
  /** @type {string[]} */
  const lines = [];
  const outline = JSON.stringify(results, (_, value) => {
    if (!Array.isArray(value)) return value;
    return value.map((each) => `line ${lines.push(JSON.stringify(each, (__, inner) => rounded(inner))) - 1}`);
  }, 1);
  fs.writeFileSync(FILE, `${outline.replace(/"line (\d+)"/g, (_, number) => lines[number])}\n`);
}

/** Replaces the rows of a group. @param {About} about @param {string} name @param {Group} group */
function updateNode(about, name, group) {
  const results = read();
  const release = about.node.split('.', 1)[0];
  const run = results.node[release] ?? { about, groups: {} };
  results.node[release] = { about, groups: { ...run.groups, [name]: group } };
  write(results);
}

/** Replaces the counts of system calls. @param {SystemCalls} systemCalls */
const updateSystemCalls = (systemCalls) => write({ ...read(), systemCalls });

module.exports = { read, updateNode, updateSystemCalls };
