'use strict';

// In a file of its own because it is slow and needs much memory.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

test('SQL over the length limit throws SQLITE_TOOBIG', (t) => {
  const db = scratch(t).open(':memory:');
  // The limit is 536870888 bytes. Each of these letters takes two.
  const sql = `select '${'é'.repeat(268_435_450)}'`;
  const tooBig = sqliteError('SQLITE_TOOBIG', 'string or blob too big');
  assert.throws(() => db.prepare(sql), tooBig);
  assert.throws(() => db.exec(sql), tooBig);
  assert.equal(db.prepare('select 1').pluck().get(), 1);
});
