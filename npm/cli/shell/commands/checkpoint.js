'use strict';

const { CommandError } = require('../failures');

/** @import { Command } from '../contract' */

/** @type {Command} */
const checkpoint = {
  usage: '',
  help: 'write the WAL into the database, and empty it',
  run(shell) {
    shell.requireWrite('.checkpoint');
    const [row] = /** @type {{ busy: number, log: number }[]} */ (shell.db.pragma('wal_checkpoint(TRUNCATE)'));
    if (row.busy !== 0) {
      throw new CommandError('another connection reads or writes, so the WAL could not be emptied; try again');
    }
    if (row.log < 0) shell.output.write('The database is not in WAL mode: there is nothing to do.\n');
  },
};

module.exports = { checkpoint };
