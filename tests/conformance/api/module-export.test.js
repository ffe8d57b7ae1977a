'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { pathToFileURL } = require('node:url');
const { Database, SqliteError, folder } = require('../../support/engine');

/** Static members beyond better-sqlite3's. */
const OWN_STATICS = ['anysqlite', 'concatChangesets', 'constants', 'invertChangeset'];

test('the export is the Database function', () => {
  assert.equal(typeof Database, 'function');
  assert.equal(Database.name, 'Database');
  assert.equal(Database.length, 2);
  assert.equal('default' in Database, false);
  assert.equal('__esModule' in Database, false);
});

test('SqliteError is an enumerable property of Database', () => {
  assert.deepEqual(Object.keys(Database), ['SqliteError']);
  assert.equal(SqliteError.name, 'SqliteError');
});

test('import returns the same function and the same error class', async () => {
  const namespace = await import(pathToFileURL(require.resolve(folder)));
  // Newer Node versions add a 'module.exports' name to every CommonJS module.
  const names = Object.keys(namespace).filter((name) => name !== 'module.exports');
  const own = Database.anysqlite === undefined ? [] : OWN_STATICS;
  assert.deepEqual(names.sort(), [...own, 'SqliteError', 'default'].sort());
  for (const name of own) assert.equal(namespace[name], Database[name]);
  assert.equal(namespace.default, Database);
  assert.equal(namespace.SqliteError, SqliteError);
});

test('Database() without new returns an instance', () => {
  const db = Database(':memory:');
  assert.ok(db instanceof Database);
  assert.equal(Object.getPrototypeOf(db), Database.prototype);
  assert.equal(db.memory, true);
  db.close();
});

test('Database can be subclassed', () => {
  class Notes extends Database {
    count() {
      return this.prepare('select count(*) from note').pluck().get();
    }
  }
  const db = new Notes(':memory:');
  assert.ok(db instanceof Database);
  assert.equal(db.constructor, Notes);
  assert.equal(db.exec('create table note (text)').count(), 0);
  assert.equal(db.prepare('select 1').database, db);
  db.close();
});

const methods = [
  'prepare', 'exec', 'pragma', 'explain', 'transaction', 'loadExtension', 'close', 'defaultSafeIntegers', 'unsafeMode',
];
for (const key of methods) {
  test(`${key}() without a receiver throws an ordinary TypeError`, () => {
    const method = Database.prototype[key];
    const argument = key === 'transaction' ? () => {} : 'select 1';
    assert.throws(() => method(argument), (error) => {
      assert.equal(error.constructor, TypeError);
      assert.match(error.message, /^Cannot read properties of undefined/);
      return true;
    });
  });
}
