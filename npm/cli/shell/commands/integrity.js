'use strict';

const { CommandError } = require('../failures');

/** @import { Command } from '../contract' */

/** @typedef {{ table: string, rowid: number | null, parent: string }} Violation */

/** @type {Command} */
const integrity = {
  usage: '',
  help: 'check the database and its foreign keys; fails if there is damage',
  run({ db, output, signals }) {
    const problems = /** @type {string[]} */ (db.prepare('PRAGMA integrity_check').pluck().all())
      .filter((line) => line !== 'ok');
    signals.throwIfInterrupted();
    for (const { table, rowid, parent } of /** @type {Violation[]} */ (db.pragma('foreign_key_check'))) {
      problems.push(`row ${rowid ?? 'without rowid'} of ${table} refers to a missing row of ${parent}`);
    }
    output.write(`${problems.length === 0 ? 'ok' : problems.join('\n')}\n`);
    if (problems.length > 0) throw new CommandError(`the check has found problems, listed above: ${problems.length}`);
  },
};

module.exports = { integrity };
