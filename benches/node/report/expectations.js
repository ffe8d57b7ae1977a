'use strict';

// What docs/PERFORMANCE.md tells users to expect, as ranges of measured ratios.

const { OURS, ratios } = require('./ratios');
const { table } = require('./tables');

/** @import { Run } from '../results.js' */

/**
 * Kinds of work, and the trials that stand for them: a group, and the beginnings of names.
 * @type {[string, string, string[]][]}
 */
const EXPECTATIONS = [
  ['small queries in memory', 'boundary', ['get:']],
  ['reading many rows', 'files', ['all:', 'iterate:']],
  ['single rows of a file by key', 'files', ['get:']],
  ['inserting, many rows in a transaction', 'files', ['run: insert, 100']],
  ['inserting, a transaction each', 'files', ['run: insert, a transaction']],
  ['everyday calls of the API', 'everyday', ['']],
  ['scans, joins, sorts, new indexes', 'engine', ['']],
  ["SQLite's own speed test, its kinds of work", 'speedtest', ['']],
  ['full text', 'features', ['full text']],
  ['JSON', 'features', ['JSON']],
  ['window functions, recursive queries', 'features', ['window', 'recursive']],
  ['R-Tree', 'features', ['R-Tree']],
  ['VACUUM, deleting', 'features', ['VACUUM', 'delete']],
  ['a thousand statements', 'growth', ['prepare', 'first', '1,000']],
  ['single rows by key while a table grows', 'growth', ['get by key']],
  ['two hundred connections', 'growth', ['get, 200', 'insert, 200']],
  ['opening and closing one of them', 'growth', ['open one', 'close one']],
  ['ten threads that read while one writes', 'growth', ['get, 10 threads', 'insert, while 10']],
  ['real programs', 'programs', ['']],
  ['a program that starts, reads one row and ends', 'process', ['start to']],
  ["the first row of a worker thread", 'process', ["a worker thread's first"]],
  ['memory', 'process', ['memory']],
];

/** @param {Run} run */
function expectationTable({ groups }) {
  const rows = EXPECTATIONS.flatMap(([work, group, beginnings]) => {
    const chosen = (groups[group]?.rows ?? []).filter(({ name }) => (
      beginnings.some((beginning) => name.startsWith(beginning))));
    const found = ratios(chosen, OURS);
    if (found.length === 0) return [];
    const [least, most] = [Math.min(...found).toFixed(2), Math.max(...found).toFixed(2)];
    return [[work, least === most ? least : `${least} to ${most}`, group]];
  });
  return table(['work', 'time or memory ÷ native', 'trials of BENCHMARKS.md'], rows, 3);
}

module.exports = { expectationTable };
