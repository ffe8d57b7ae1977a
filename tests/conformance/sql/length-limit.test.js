'use strict';

// Apart from the others because it is slow and needs much memory.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

test('SQL over the length limit is too big', (t) => {
  const db = scratch(t).open(':memory:');
  // 536870888 bytes are allowed; each of these letters takes two.
  const sql = `select '${'é'.repeat(268_435_450)}'`;
  const tooBig = sqliteError('SQLITE_TOOBIG', 'string or blob too big');
  assert.throws(() => db.prepare(sql), tooBig);
  assert.throws(() => db.exec(sql), tooBig);
  assert.equal(db.prepare('select 1').pluck().get(), 1);
});
