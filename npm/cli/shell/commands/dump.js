'use strict';

const { dumpOf } = require('../dump/dump');

/** @import { Command } from '../contract' */

/** @type {Command} */
const dump = {
  usage: '[TABLE]',
  help: 'print SQL that creates the database, or tables whose name is LIKE TABLE, again',
  run({ db, output, signals }, [table = '%']) {
    const beginsTransaction = !db.inTransaction;
    if (beginsTransaction) db.exec('BEGIN');
    try {
      let pieces = 0;
      for (const sql of dumpOf(db, table)) {
        output.write(sql);
        signals.report(pieces += 1);
      }
    } catch (error) {
      // Whoever executes what was printed must not take it for the whole.
      output.write('\nROLLBACK; -- the dump is incomplete\n');
      throw error;
    } finally {
      if (beginsTransaction) db.exec('ROLLBACK');
    }
  },
};

module.exports = { dump };
