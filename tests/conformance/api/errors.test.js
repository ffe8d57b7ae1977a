'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const util = require('node:util');
const { SqliteError } = require('../../support/engine');
const { sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

test('a SqliteError has a message, a code and a stack', () => {
  const error = new SqliteError('message', 'CODE');
  assert.ok(error instanceof Error);
  assert.ok(error instanceof SqliteError);
  assert.equal(util.types.isNativeError(error), true);
  assert.equal(Object.prototype.toString.call(error), '[object Error]');
  assert.equal(String(error), 'SqliteError: message');
  assert.deepEqual(Object.keys(error), ['code']);
  assert.deepEqual(Object.getOwnPropertyNames(error).sort(), ['code', 'message', 'stack']);
  assert.equal(Object.getOwnPropertyDescriptor(error, 'message').enumerable, false);
  assert.equal(error.code, 'CODE');
  const { value, enumerable, writable } = Object.getOwnPropertyDescriptor(SqliteError.prototype, 'name');
  assert.deepEqual({ value, enumerable, writable }, { value: 'SqliteError', enumerable: false, writable: true });
});

test('SqliteError() converts the message to a string and requires a string as code', () => {
  assert.equal(new SqliteError(5, 'C').message, '5');
  assert.equal(new SqliteError(undefined, 'C').message, 'undefined');
  assert.equal(new SqliteError(null, 'C').message, 'null');
  assert.equal(new SqliteError({ toString: () => 'made' }, 'C').message, 'made');
  for (const code of [undefined, null, 5, {}]) {
    assert.throws(() => new SqliteError('m', code), typeError('Expected second argument to be a string'));
  }
  assert.throws(() => SqliteError('m', 'C'), TypeError);
});

test('SqliteError can be subclassed', () => {
  class Mine extends SqliteError {}
  const error = new Mine('message', 'CODE');
  assert.ok(error instanceof Mine);
  assert.ok(error instanceof SqliteError);
  assert.equal(error.code, 'CODE');
});

test('the stack of a SqliteError names the caller', (t) => {
  const db = scratch(t).open(':memory:');
  const callHere = () => db.prepare('garbage');
  try {
    callHere();
    assert.fail('not thrown');
  } catch (error) {
    assert.match(error.stack, /^SqliteError: near "garbage": syntax error\n/);
    assert.match(error.stack, /callHere/);
  }
});

const schema = `
  create table parent (
    id integer primary key, u unique, n not null default 0, c check (c > 0), constraint named check (n < 100)
  );
  create table child (parent references parent);
  create table strict_table (i integer) strict;
  create table keyed (k primary key) without rowid;
  create table pair (a, b, unique (a, b));
  create view seen as select 1 as one;
  create trigger guard before delete on parent begin select raise(abort, 'not this one'); end;
  insert into parent (id, u, c) values (1, 1, 1);
  insert into keyed values (1);
  insert into pair values (1, 2);
`;

for (const [sql, code, message] of [
  ['insert into parent (u) values (1)', 'SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: parent.u'],
  ['insert into pair values (1, 2)', 'SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: pair.a, pair.b'],
  ['insert into parent (id) values (1)', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed: parent.id'],
  ['insert into keyed values (1)', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed: keyed.k'],
  ['insert into pair (rowid) values (1)', 'SQLITE_CONSTRAINT_ROWID', 'UNIQUE constraint failed: pair.rowid'],
  ['insert into parent (n) values (null)', 'SQLITE_CONSTRAINT_NOTNULL', 'NOT NULL constraint failed: parent.n'],
  ['insert into parent (c) values (0)', 'SQLITE_CONSTRAINT_CHECK', 'CHECK constraint failed: c > 0'],
  ['insert into parent (n) values (200)', 'SQLITE_CONSTRAINT_CHECK', 'CHECK constraint failed: named'],
  ['insert into child values (77)', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed'],
  ['delete from parent', 'SQLITE_CONSTRAINT_TRIGGER', 'not this one'],
  ["insert into strict_table values ('x')", 'SQLITE_CONSTRAINT_DATATYPE',
    'cannot store TEXT value in INTEGER column strict_table.i'],
  ["insert into parent (id) values ('x')", 'SQLITE_MISMATCH', 'datatype mismatch'],
  ['insert into seen values (1)', 'SQLITE_ERROR', 'cannot modify seen because it is a view'],
  ['select zeroblob(600000000)', 'SQLITE_TOOBIG', 'string or blob too big'],
  ['select zeroblob(2000000000)', 'SQLITE_TOOBIG', 'string or blob too big'],
  ["select load_extension('x')", 'SQLITE_ERROR', 'not authorized'],
  ["select json('{')", 'SQLITE_ERROR', 'malformed JSON'],
  ['commit', 'SQLITE_ERROR', 'cannot commit - no transaction is active'],
  ['rollback', 'SQLITE_ERROR', 'cannot rollback - no transaction is active'],
  ['release absent', 'SQLITE_ERROR', 'no such savepoint: absent'],
  ['begin; begin', 'SQLITE_ERROR', 'cannot start a transaction within a transaction'],
  ['begin; vacuum', 'SQLITE_ERROR', 'cannot VACUUM from within a transaction'],
  ['detach absent', 'SQLITE_ERROR', 'no such database: absent'],
  ["select 'a' like 'b' escape 'cd'", 'SQLITE_ERROR', 'ESCAPE expression must be a single character'],
]) {
  test(`${sql}: ${code}`, (t) => {
    const db = scratch(t).open(':memory:').exec(schema);
    assert.throws(() => db.exec(sql), sqliteError(code, message));
  });
}

test('a result that is too big because of a bound value throws SQLITE_TOOBIG', (t) => {
  const db = scratch(t).open(':memory:');
  const statement = db.prepare("select length(printf('%.*c', ?, 'x'))");
  assert.throws(() => statement.get(600_000_000n), sqliteError('SQLITE_TOOBIG', 'string or blob too big'));
});

test('a connection is usable after many errors', (t) => {
  const db = scratch(t).open(':memory:').exec(schema);
  for (let i = 0; i < 500; i += 1) {
    assert.throws(() => db.exec('insert into keyed values (1)'), { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    assert.throws(() => db.prepare('garbage'), { code: 'SQLITE_ERROR' });
  }
  assert.equal(db.prepare('select count(*) from keyed').pluck().get(), 1);
});
