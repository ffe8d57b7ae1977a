'use strict';

// The kinds of work of SQLite's own speed test, after its published list, with tables and statements of our own.

const { numbers, texts } = require('../data');
const changes = require('./speedtest/changes');
const inserts = require('./speedtest/inserts');
const queries = require('./speedtest/queries');

/** @import { Sequence } from './index.js' */

/** Rows of each table. */
const SIZE = 10_000;

/** @type {Sequence} */
module.exports = {
  group: 'speedtest',
  file: false,
  rounds: 10,
  run({ db, step }) {
    const work = { db, step, size: SIZE, number: numbers(7), text: texts(7) };
    return [inserts.run(work), queries.run(work), changes.run(work)];
  },
};
