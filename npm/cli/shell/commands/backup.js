'use strict';

const { copyDatabase } = require('../copy-database');

/** @import { Command } from '../contract' */

/** @type {Command} */
const backup = {
  usage: 'FILE',
  help: 'copy the database, as it is now, to FILE, which is replaced',
  async run(shell, [file]) {
    shell.requireNoTransaction('.backup');
    await copyDatabase(shell.db, file, { signals: shell.signals, timeout: shell.circumstances.timeout });
  },
};

module.exports = { backup };
