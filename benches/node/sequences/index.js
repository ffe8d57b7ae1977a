'use strict';

// Sequences: work whose steps depend on what the former steps have left, unlike a trial's operation, which repeats.

/**
 * @typedef {object} Place what a sequence may use
 * @property {any} db a connection to an empty database
 * @property {string} file the database, for more connections
 * @property {(file: string) => any} open opens another connection
 * @property {string} driver the name in drivers.js, for worker threads
 * @property {<T>(name: string, operations: number, body: () => T) => T} step times one step, returns what it returns
 * @property {(name: string, nanoseconds: number) => void} record adds a step that was timed otherwise
 *
 * @typedef {object} Sequence
 * @property {string} group
 * @property {boolean} file whether the database is on disk rather than in memory
 * @property {number} rounds how often it runs; the fastest time of each step counts
 * @property {string} [needs] what a driver may lack, see drivers.js
 * @property {(place: Place) => unknown} run returns what must be equal for every driver
 */

const rows = require('./growth/rows');

/** @type {Record<string, Sequence>} */
module.exports = {
  speedtest: require('./speedtest'),
  // Twice, because the first round executes code that is not optimised yet.
  rows: { group: 'growth', file: true, rounds: 2, run: (place) => rows.grow(place, [10_000, 100_000, 1_000_000]) },
  connections: require('./growth/connections'),
  statements: require('./growth/statements'),
  readers: require('./growth/readers'),
  'ten million rows': { group: 'large', file: true, rounds: 1, run: (place) => rows.grow(place, [10_000_000]) },
  'large file': require('./growth/large-file'),
};
