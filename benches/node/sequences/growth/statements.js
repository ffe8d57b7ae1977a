'use strict';

// A thousand different statements of one connection.

/** @import { Sequence } from '../index.js' */

const STATEMENTS = 1000;
const TURNS = 20;

/** @type {Sequence} */
module.exports = {
  group: 'growth',
  file: false,
  rounds: 3,
  run({ db, step }) {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER, name TEXT)');
    const insert = db.prepare('INSERT INTO t (number, name) VALUES (?, ?)');
    for (let i = 0; i < STATEMENTS; ++i) insert.run(i, `row ${i}`);
    const statements = step('prepare one of 1,000 statements', STATEMENTS, () => (
      Array.from({ length: STATEMENTS }, (_, i) => (
        db.prepare(`SELECT number + ${i} AS n${i}, name FROM t WHERE id = ?`)))));
    const execute = () => statements.map((statement, i) => statement.get(i + 1).name.length);
    const lengths = step('first execution of each', STATEMENTS, execute);
    step('1,000 statements in turns', STATEMENTS * TURNS, () => {
      for (let i = 0; i < TURNS; ++i) execute();
    });
    return lengths;
  },
};
