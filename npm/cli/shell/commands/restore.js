'use strict';

const Database = require('#package');
const { CommandError } = require('../failures');
const { areSameFile, copyDatabase } = require('../copy-database');

/** @import { Command, Shell } from '../contract' */
/** @import { Database as Connection } from '../../../index' */

/**
 * Throws if a backup is damaged.
 * @param {Connection} source
 */
function requireSound(source) {
  const [first] = /** @type {string[]} */ (source.prepare('PRAGMA quick_check(1)').pluck().all());
  if (first !== 'ok') throw new CommandError(`${source.name} is damaged, so nothing was restored: ${first}`);
}

/**
 * @param {Shell} shell
 * @param {Connection} source
 */
async function replaceBy(shell, source) {
  const { file, signals, circumstances: { timeout } } = shell;
  if (shell.inMemory) {
    const content = source.serialize();
    shell.db.close();
    shell.db = new Database(content);
    return;
  }
  // An own connection must not stand in the way of the copy.
  shell.db.close();
  try {
    await copyDatabase(source, file, { signals, timeout });
  } finally {
    shell.reopen();
  }
}

/** @type {Command} */
const restore = {
  usage: 'FILE',
  help: 'replace the content of the database by that of the database FILE',
  async run(shell, [file]) {
    shell.requireWrite('.restore');
    shell.requireNoTransaction('.restore');
    if (areSameFile(file, shell.file)) throw new CommandError(`${file} is the database itself; name its backup`);
    const source = new Database(file, { readonly: true, timeout: shell.circumstances.timeout });
    try {
      requireSound(source);
      await replaceBy(shell, source);
    } finally {
      source.close();
    }
  },
};

module.exports = { restore };
