'use strict';

// The comparison itself: it detects every kind of difference, and a seed determines a case.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { describe } = require('./support/describe');
const { shrink } = require('./support/shrink');
const { runOperations, runSeed } = require('./support/trial');

/** True on this package only. */
const DIFFERS = 's.Database.anysqlite !== undefined';

test('different values have different descriptions', () => {
  class Row {}
  const values = [
    0, -0, 1, 1n, '1', 'NaN', NaN, null, undefined, 'null', true, Buffer.from('1'), Buffer.alloc(0), '', [], {}, [1],
    [[1]], { a: 1, b: 2 }, { b: 2, a: 1 },
    { a: undefined }, new Row(), new Error('x'), new TypeError('x'), new TypeError('y'),
    Object.assign(new TypeError('x'), { code: 'C' }), '\ud800', '\ufffd',
  ];
  const texts = values.map((value) => describe(value));
  assert.equal(new Set(texts).size, values.length, texts.join('\n'));
});

test('a difference is detected, and shrinks to the operations that cause it', async () => {
  const operations = [
    's.db = s.open(":memory:")', 's.db.exec("create table t (a)")', 's.other = 5', DIFFERS, 's.other = 6',
  ];
  assert.deepEqual(await shrink(operations), [DIFFERS]);
  assert.equal(await runOperations(operations.filter((each) => each !== DIFFERS)), undefined);
});

test('differences in callbacks and in files are detected', async () => {
  const noted = await runOperations([`s.note(${DIFFERS})`]);
  assert.match(noted?.source ?? '', /note/);
  const written = await runOperations([
    's.db = s.open("main.db")',
    `void s.db.exec(\`create table \${${DIFFERS} ? "a" : "b"} (x)\`)`,
    's.db.close() && 0',
  ]);
  assert.equal(written?.source, 'the files');
});

test('a failed commit is explained only for get() of a statement with RETURNING', async () => {
  const schema = 's.db.exec("pragma foreign_keys = on; create table p (a primary key); '
    + 'create table c (b references p deferrable initially deferred)")';
  const first = ['s.db = s.open(":memory:")', schema];
  const insert = '"insert into c values (1) returning b"';
  assert.equal(await runOperations([...first, `s.q1 = s.db.prepare(${insert})`, 's.q1.get()']), undefined);
  assert.equal(await runOperations([...first, `s.db.prepare(${insert}).get()`]), undefined);
  const busy = (get) => (
    `(() => { if (${DIFFERS}) throw new s.Database.SqliteError("", "SQLITE_BUSY"); return ${get}; })()`
  );
  const query = await runOperations([...first, 's.q1 = s.db.prepare("select 1")', busy('s.q1.get()')]);
  assert.match(query?.tested ?? '', /SQLITE_BUSY/);
  const all = await runOperations([...first, busy(`s.db.prepare(${insert}).all()`)]);
  assert.match(all?.tested ?? '', /SQLITE_BUSY/);
});

test('a seed determines all operations', async () => {
  const [first, second, other] = [await runSeed(7), await runSeed(7), await runSeed(8)];
  assert.deepEqual(first.operations, second.operations);
  assert.notDeepEqual(first.operations, other.operations);
});
