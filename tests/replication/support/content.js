'use strict';

const assert = require('node:assert/strict');
const { AUDIT, faultOf, stateIn } = require('../../sharing/support/ledger');
const { PACKAGES, SIDES } = require('../../support/packages');

/** @import { Side } from '../../support/packages' */

/**
 * Opens a database, checks its integrity, and returns what a function reads from it.
 * @template T
 * @param {Side} side the package that reads
 * @param {string} file
 * @param {(db: any) => T} read
 */
function readBy(side, file, read) {
  const Database = require(PACKAGES[side]);
  const db = new Database(file, { timeout: 5000 });
  try {
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok', `integrity of ${file} by ${side}`);
    return read(db);
  } finally {
    db.close();
  }
}

/**
 * Returns the schema and every row of a database as texts, without Litestream's own tables.
 * @param {Side} side
 * @param {string} file
 */
function contentBy(side, file) {
  return readBy(side, file, (db) => {
    const schema = db.prepare('select type, name, sql from sqlite_schema order by type, name').raw().all()
      .filter(([, name]) => !name.startsWith('_litestream'));
    const tables = schema.filter(([type]) => type === 'table').map(([, name]) => name);
    const rows = tables.flatMap((table) => db.prepare(`select '${table}', * from "${table}" order by 2`).raw().all());
    return [...schema, ...rows].map((row) => JSON.stringify(row));
  });
}

/**
 * Checks that a restored database has every row of its source, and that both packages read the same. Returns the
 * number of rows.
 * @param {string} source
 * @param {string} restored
 */
function assertSame(source, restored) {
  const expected = contentBy('native', source);
  for (const side of SIDES) {
    const found = contentBy(side, restored);
    const different = expected.findIndex((row, index) => row !== found[index]);
    assert.equal(found[different]?.slice(0, 200), expected[different]?.slice(0, 200), `row ${different} by ${side}`);
    assert.equal(found.length, expected.length, side);
  }
  return expected.length;
}

/**
 * Returns the number of the writer's last transaction in a ledger, whose transactions must be whole. 0 if there is no
 * ledger yet.
 * @param {string} file
 */
function lastTransaction(file) {
  return readBy('ours', file, (db) => {
    if (db.prepare("select count(*) from sqlite_schema where name = 'entries'").pluck().get() === 0) return 0;
    const rows = db.prepare(AUDIT).raw().all();
    assert.equal(faultOf(rows), null);
    return stateIn(rows, 'a').seq;
  });
}

module.exports = { assertSame, contentBy, lastTransaction };
