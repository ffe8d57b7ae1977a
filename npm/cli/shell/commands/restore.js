'use strict';

const Database = require('#package');
const { CommandError } = require('../failures');
const { areSameFile, copyDatabase } = require('../copy-database');

/** @import { Command, Shell } from '../contract' */
/** @import { Database as Connection } from '../../../index' */

/** Where the file's header has the versions for writing and reading, and their value unless the mode is WAL. */
const VERSIONS_OFFSET = 18;
const ROLLBACK_VERSION = 1;

/**
 * Throws if a backup is damaged.
 * @param {Connection} source
 */
function requireSound(source) {
  const [first] = /** @type {string[]} */ (source.prepare('PRAGMA quick_check(1)').pluck().all());
  if (first !== 'ok') throw new CommandError(`${source.name} is damaged, so nothing was restored: ${first}`);
}

/**
 * Returns a database's content with the journal mode that a database in memory can have: it has no WAL.
 * @param {Buffer} content
 */
function inRollbackMode(content) {
  return content.fill(ROLLBACK_VERSION, VERSIONS_OFFSET, VERSIONS_OFFSET + 2);
}

/**
 * @param {Shell} shell
 * @param {Connection} source
 */
async function replaceBy(shell, source) {
  const { file, signals, circumstances: { timeout } } = shell;
  if (shell.inMemory) {
    shell.db.close();
    shell.db = new Database(inRollbackMode(source.serialize()));
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
    // Not read-only, so that the files of a WAL do not stay behind.
    const source = new Database(file, { fileMustExist: true, timeout: shell.circumstances.timeout });
    try {
      requireSound(source);
      await replaceBy(shell, source);
    } finally {
      source.close();
    }
  },
};

module.exports = { restore };
