'use strict';

// A row that cannot be decoded, because the JavaScript engine has no room for its text or blob.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');
const { connectionOf, isAnysqlite } = require('./support/guest-memory');

const options = { skip: isAnysqlite ? false : 'uses the internals of the package' };

for (const [name, read] of [
  ['get()', (statement) => statement.get(1, 2)],
  ['all()', (statement) => statement.all(1, 2)],
  ['iterate()', (statement) => [...statement.iterate(1, 2)]],
]) {
  test(`a row that cannot be decoded ends ${name}, and the connection is usable`, options, (t) => {
    const db = scratch(t).open(':memory:');
    const statement = db.prepare('select ?, ?, x\'01\' union all select 1, 2, 3');
    const { memory } = connectionOf(db);
    memory.copy = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    assert.throws(() => read(statement), { name: 'RangeError', message: 'Array buffer allocation failed' });
    delete memory.copy;
    assert.equal(statement.busy, false);
    assert.equal(read(statement) === undefined, false);
    db.exec('create table t (a)');
    assert.equal(db.close().open, false);
  });
}
