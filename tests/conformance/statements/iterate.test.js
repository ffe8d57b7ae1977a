'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CONNECTION_BUSY, STATEMENT_BUSY, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t, options) => scratch(t).open('test.db', options).exec(`
  create table entry (id integer primary key, a text);
  insert into entry (a) values ('one'), ('two'), ('three');
`);

const done = { value: undefined, done: true };

test('an iterator returns the rows one by one, and is done after the last', (t) => {
  const statement = open(t).prepare('select id from entry order by id').pluck();
  const iterator = statement.iterate();
  assert.deepEqual(iterator.next(), { value: 1, done: false });
  assert.deepEqual(iterator.next(), { value: 2, done: false });
  assert.deepEqual(iterator.next(), { value: 3, done: false });
  assert.deepEqual(iterator.next(), done);
  assert.deepEqual(iterator.next(), done);
  assert.deepEqual(iterator.return(), done);
});

test('an iterator without rows is done at once', (t) => {
  const db = open(t);
  assert.deepEqual(db.prepare('select id from entry where 0').iterate().next(), done);
  db.close();
});

test('iterate() returns rows in every mode', (t) => {
  const statement = open(t).prepare('select id, a from entry where id = 1');
  assert.deepEqual([...statement.iterate()], [{ id: 1, a: 'one' }]);
  assert.deepEqual([...statement.pluck().iterate()], [1]);
  assert.deepEqual([...statement.raw().iterate()], [[1, 'one']]);
  assert.deepEqual([...statement.expand().iterate()], [{ entry: { id: 1, a: 'one' } }]);
  assert.deepEqual([...statement.safeIntegers().raw().iterate()], [[1n, 'one']]);
});

test('an iterator has next(), return() and the property statement, and cannot be constructed', (t) => {
  const statement = open(t).prepare('select id from entry');
  const iterator = statement.iterate();
  const prototype = Object.getPrototypeOf(iterator);
  assert.equal(iterator.constructor.name, 'StatementIterator');
  assert.throws(() => new iterator.constructor(), typeError('Disabled constructor'));
  assert.deepEqual(Object.getOwnPropertyDescriptors(iterator), {
    statement: { value: statement, writable: false, enumerable: true, configurable: false },
  });
  assert.equal(Object.getPrototypeOf(prototype), Object.prototype);
  assert.equal(iterator[Symbol.iterator](), iterator);
  for (const name of ['next', 'return', Symbol.iterator]) assert.equal(typeof prototype[name], 'function');
  for (const name of ['throw', 'map', 'filter']) assert.equal(name in iterator, false);
  iterator.return();
});

test('iterate() makes the statement busy, the first next() executes it', (t) => {
  const log = [];
  const db = open(t, { verbose: (sql) => log.push(sql) });
  log.length = 0;
  const statement = db.prepare('select id from entry where id = ?');
  const iterator = statement.iterate(1);
  assert.equal(statement.busy, true);
  assert.throws(() => statement.get(1), typeError(STATEMENT_BUSY));
  assert.deepEqual(log, []);
  iterator.next();
  assert.deepEqual(log, ['select id from entry where id = 1.0']);
  iterator.next();
  assert.equal(statement.busy, false);
});

test('return() before the first next() executes nothing', (t) => {
  const db = open(t);
  const iterator = db.prepare("insert into entry (a) values ('x') returning id").iterate();
  assert.deepEqual(iterator.return(), done);
  assert.deepEqual(iterator.next(), done);
  assert.equal(db.prepare('select count(*) from entry').pluck().get(), 3);
});

test('iterate() binds its arguments when it is called', (t) => {
  const statement = open(t).prepare('select ?').pluck();
  assert.throws(() => statement.iterate(), rangeError('Too few parameter values were provided'));
  assert.equal(statement.busy, false);
  const bytes = Buffer.from('abc');
  const iterator = statement.iterate(bytes);
  bytes.fill(0);
  assert.deepEqual(iterator.next().value, Buffer.from('abc'));
  iterator.return();
});

test('leaving a loop by break, throw, destructuring or return ends the iteration', (t) => {
  const db = open(t);
  const statement = db.prepare('select id from entry order by id').pluck();
  for (const id of statement.iterate()) {
    if (id === 2) break;
  }
  assert.equal(statement.busy, false);
  assert.throws(() => {
    for (const id of statement.iterate()) throw new RangeError(`at ${id}`);
  }, rangeError('at 1'));
  assert.equal(statement.busy, false);
  const [first, second] = statement.iterate();
  assert.deepEqual([first, second, statement.busy], [1, 2, false]);
  const leave = () => { for (const id of statement.iterate()) return id; };
  assert.equal(leave(), 1);
  assert.equal(db.close().open, false);
});

test('return() ignores its argument and may be repeated', (t) => {
  const db = open(t);
  const iterator = db.prepare('select id from entry').iterate();
  iterator.next();
  assert.deepEqual(iterator.return(5), done);
  assert.deepEqual(iterator.return(), done);
  db.close();
  assert.deepEqual(iterator.return(), done);
  assert.deepEqual(iterator.next(), done);
});

test('an error while stepping ends the iteration', (t) => {
  const db = open(t);
  const statement = db.prepare('select abs(value) from json_each(?)').pluck();
  const iterator = statement.iterate('[-1, -9223372036854775808, -3]');
  assert.equal(iterator.next().value, 1);
  assert.throws(() => iterator.next(), sqliteError('SQLITE_ERROR', 'integer overflow'));
  assert.equal(statement.busy, false);
  assert.deepEqual(iterator.next(), done);
  db.close();
});

test('several iterators of one connection can be interleaved', (t) => {
  const db = open(t);
  const prepare = (column) => db.prepare(`select ${column} from entry order by id`).pluck();
  const statements = ['id', 'a', 'id * 2'].map(prepare);
  const iterators = statements.map((statement) => statement.iterate());
  const rows = [];
  for (let i = 0; i < 3; i += 1) rows.push(iterators.map((iterator) => iterator.next().value));
  assert.deepEqual(rows, [[1, 'one', 2], [2, 'two', 4], [3, 'three', 6]]);
  assert.deepEqual(iterators.map((iterator) => iterator.next()), [done, done, done]);
  db.exec('delete from entry');
});

test('other statements may read, and write with RETURNING, inside the loop', (t) => {
  const db = open(t);
  const copy = db.prepare('insert into entry (id, a) values (?, ?) returning id').pluck();
  const name = db.prepare('select a from entry where id = ?').pluck();
  for (const id of db.prepare('select id from entry where id < 4 order by id').pluck().iterate()) {
    assert.equal(copy.get(id + 100, name.get(id)), id + 100);
  }
  assert.deepEqual(db.prepare('select a from entry where id > 100').pluck().all(), ['one', 'two', 'three']);
});

test('the values of a row do not change when the iteration continues', (t) => {
  const db = open(t);
  const rows = [...db.prepare('select a, cast(a as blob) as b from entry order by id').iterate()];
  assert.deepEqual(rows.map((row) => `${row.a} ${row.b}`), ['one one', 'two two', 'three three']);
});

test('a large result and an endless result can be iterated', (t) => {
  const db = open(t);
  let sum = 0;
  const statement = db.prepare(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000) select i from n',
  );
  for (const { i } of statement.iterate()) sum += i;
  assert.equal(sum, 5_000_050_000);
  const endless = db.prepare('with recursive n(i) as (select 1 union all select i + 1 from n) select i from n').pluck();
  const seen = [];
  for (const i of endless.iterate()) if (seen.push(i) === 1000) break;
  assert.equal(seen[999], 1000);
});

test('an unreachable iterator keeps the connection busy', (t) => {
  const db = open(t);
  const statement = db.prepare('select id from entry');
  statement.iterate().next();
  assert.equal(statement.busy, true);
  assert.throws(() => db.close(), typeError(CONNECTION_BUSY));
  assert.throws(() => db.exec('select 1'), typeError(CONNECTION_BUSY));
});

test('at most 65535 iterators can be open', (t) => {
  const db = open(t);
  const iterators = Array.from({ length: 65_535 }, () => db.prepare('select 1').iterate());
  const statement = db.prepare('select 1');
  assert.throws(() => statement.iterate(), rangeError('Too many active database iterators'));
  iterators.pop().return();
  iterators.push(statement.iterate());
  for (const iterator of iterators) iterator.return();
  db.close();
});
