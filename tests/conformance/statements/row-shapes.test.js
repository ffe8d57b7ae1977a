'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open();

test('a row is a plain object with ordinary properties in column order', (t) => {
  const row = open(t).prepare("select 1 as z, 'a' as a, null as m").get();
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  assert.deepEqual(Object.keys(row), ['z', 'a', 'm']);
  assert.deepEqual(Object.getOwnPropertyDescriptor(row, 'a'), {
    value: 'a', writable: true, enumerable: true, configurable: true,
  });
});

test("a property's name is the alias, the column, or the expression as written", (t) => {
  const db = open(t).exec('create table t (Abc)').exec('insert into t values (1)');
  const row = db.prepare("select Abc, abc as x, Abc as \"a b\", count(*), 1+1, 'it''s', t.aBC from t").get();
  assert.deepEqual(Object.keys(row), ['Abc', 'x', 'a b', 'count(*)', '1+1', "'it''s'"]);
});

for (const [sql, row] of [
  ['select 1 as a, 2 as b, 3 as a', { a: 3, b: 2 }],
  ['select 1 as a, 2 as a', { a: 2 }],
  ['select 1 as ""', { '': 1 }],
  ['select 1 as b, 2 as "10", 3 as "2"', { 2: 3, 10: 2, b: 1 }],
  ['select 1 as "01", 2 as "-1", 3 as "1.5"', { '01': 1, '-1': 2, 1.5: 3 }],
  ['select 1 as constructor, 2 as toString, 3 as hasOwnProperty', { constructor: 1, toString: 2, hasOwnProperty: 3 }],
  ['select 1 as "a\nb", 2 as "quote""d", 3 as "back\\slash", 4 as "`${x}`"', {
    'a\nb': 1, 'quote"d': 2, 'back\\slash': 3, '`${x}`': 4,
  }],
  ['select 1 as "\u2028", 2 as "é漢😀", 3 as "\u{1f600}", 4 as "\ufeffbom"', {
    '\u2028': 1, 'é漢😀': 2, '\u{1f600}': 3, '\ufeffbom': 4,
  }],
  ['select 1 as "class", 2 as "await", 3 as "let"', { class: 1, await: 2, let: 3 }],
]) {
  test(`an object row has its columns as properties: ${JSON.stringify(sql)}`, (t) => {
    const statement = open(t).prepare(sql);
    // What decodes the first rows is not what decodes the thousandth.
    for (let i = 0; i < 340; i += 1) {
      for (const actual of [statement.get(), ...statement.all(), ...statement.iterate()]) {
        assert.deepEqual(actual, row);
        assert.deepEqual(Object.keys(actual), Object.keys(row));
      }
    }
  });
}

test('a column named __proto__ does not become a property', (t) => {
  const statement = open(t).prepare('select 1 as a, 2 as "__proto__", 3 as b');
  const row = statement.get();
  assert.deepEqual(Object.keys(row), ['a', 'b']);
  assert.equal(Object.getPrototypeOf(row), Object.prototype);
  assert.deepEqual(statement.raw().get(), [1, 2, 3]);
});

for (const mode of ['flat', 'raw', 'expand', 'pluck']) {
  test(`values of each type are the same in the first row and in later ones: ${mode}`, (t) => {
    const statement = open(t).prepare(`
      with recursive n(n) as (select 1 union all select n + 1 from n limit 1000)
      select n as a, n * 4000000000 as b, n / 7.0 as c, null as d, 'text ' || n as e, 'naïve 漢字 😀 ' || n as f,
        cast('blob ' || n as blob) as g from n
    `);
    if (mode !== 'flat') statement[mode]();
    const rows = statement.all();
    assert.equal(rows.length, 1000);
    for (const [index, row] of rows.entries()) {
      const n = index + 1;
      const values = [n, n * 4e9, n / 7, null, `text ${n}`, `naïve 漢字 😀 ${n}`, Buffer.from(`blob ${n}`)];
      const named = Object.fromEntries(values.map((value, i) => ['abcdefg'[i], value]));
      assert.deepEqual(row, { flat: named, raw: values, expand: { $: named }, pluck: values[0] }[mode]);
    }
    assert.deepEqual([...statement.iterate()], rows);
    assert.deepEqual(statement.get(), rows[0]);
  });
}

test('raw rows keep every column', (t) => {
  const row = open(t).prepare('select 1 as a, 2 as a, 3 as ""').raw().get();
  assert.ok(Array.isArray(row));
  assert.deepEqual(row, [1, 2, 3]);
});

test('pluck() returns only the first column', (t) => {
  const statement = open(t).prepare("select 'first', 'second'").pluck();
  assert.equal(statement.get(), 'first');
  assert.deepEqual(statement.all(), ['first']);
});

const shop = `
  create table person (id integer primary key, name text);
  create table "order" (id integer primary key, person integer, what text);
  create table "$" (price);
  create view named as select name as label, id from person;
  insert into person values (1, 'Ann'), (2, 'Bob');
  insert into "order" values (7, 1, 'tea');
  insert into "$" values (9);
`;

for (const [sql, row] of [
  ['select * from person join "order" on person = person.id', {
    person: { id: 1, name: 'Ann' }, order: { id: 7, person: 1, what: 'tea' },
  }],
  ['select p.name, 1 + 1 as two, upper(name) from person p', {
    person: { name: 'Ann' }, $: { two: 2, 'upper(name)': 'ANN' },
  }],
  ['select 1 as one', { $: { one: 1 } }],
  ['select a.name, b.name as other from person a, person b where b.id = 2', { person: { name: 'Ann', other: 'Bob' } }],
  ['select a.id, b.id from person a, person b where a.id = 1 and b.id = 2', { person: { id: 2 } }],
  ['select * from named where id = 1', { person: { label: 'Ann', id: 1 } }],
  ['select x.n from (select name as n from person) x', { person: { n: 'Ann' } }],
  ['with w as (select what from "order") select * from w', { order: { what: 'tea' } }],
  ['select price, 5 as more from "$"', { $: { price: 9, more: 5 } }],
  ['select rowid, name from person', { person: { id: 1, name: 'Ann' } }],
  ['select count(*) as n, max(name) from person', { $: { n: 2, 'max(name)': 'Bob' } }],
]) {
  test(`expand() groups columns by table: ${sql}`, (t) => {
    const actual = open(t).exec(shop).prepare(sql).expand().get();
    assert.deepEqual(actual, row);
    assert.deepEqual(Object.keys(actual), Object.keys(row));
    for (const table of Object.values(actual)) assert.equal(Object.getPrototypeOf(table), Object.prototype);
  });
}

test('expanded rows list the tables in the order of their first columns', (t) => {
  const statement = open(t).exec(shop).prepare('select 1 as one, name, what from person, "order" where person.id = 1');
  assert.deepEqual(Object.keys(statement.expand().get()), ['$', 'person', 'order']);
});

test('after a schema change the next rows have the new columns', (t) => {
  const db = open(t).exec("create table t (a, b); insert into t values (1, 'x')");
  const statement = db.prepare('select * from t');
  assert.deepEqual(statement.get(), { a: 1, b: 'x' });
  db.exec('alter table t add column c default 5');
  assert.deepEqual(statement.get(), { a: 1, b: 'x', c: 5 });
  db.exec('alter table t rename column a to renamed');
  assert.deepEqual(statement.all(), [{ renamed: 1, b: 'x', c: 5 }]);
  assert.deepEqual(statement.raw().get(), [1, 'x', 5]);
  db.exec('alter table t drop column b');
  assert.deepEqual([...statement.iterate()], [[1, 5]]);
  assert.deepEqual(statement.expand().get(), { t: { renamed: 1, c: 5 } });
  db.exec('drop table t; create table t (z); insert into t values (null)');
  assert.deepEqual(statement.get(), { t: { z: null } });
});

test('after a schema change by another connection the next rows have the new columns', (t) => {
  const { open: openFile } = scratch(t);
  const one = openFile().exec('create table t (a); insert into t values (1)');
  const two = openFile();
  const statement = two.prepare('select * from t');
  assert.deepEqual(statement.get(), { a: 1 });
  one.exec('alter table t add column b default 2');
  assert.deepEqual(statement.get(), { a: 1, b: 2 });
});

test('a statement can change its mode repeatedly', (t) => {
  const statement = open(t).prepare('select 1 as a, 2 as b');
  for (let i = 0; i < 3; i += 1) {
    assert.deepEqual(statement.expand(false).raw(false).pluck(false).get(), { a: 1, b: 2 });
    assert.deepEqual(statement.raw().get(), [1, 2]);
    assert.equal(statement.pluck().get(), 1);
    assert.deepEqual(statement.expand().get(), { $: { a: 1, b: 2 } });
  }
});

test('no two rows share an object or a Buffer', (t) => {
  const db = open(t).exec("create table t (b); insert into t values (x'01'), (x'01')");
  const statement = db.prepare('select b, b as c from t');
  const [one, two] = statement.all();
  assert.notEqual(one, two);
  const buffers = new Set([one.b, one.c, two.b, two.c].map((buffer) => buffer.buffer));
  assert.equal(buffers.size, 4);
});

test('all rows of a statement are alike, the first as the later ones', (t) => {
  const db = open(t).exec('create table t (a, "2", "__proto__"); insert into t values (1, 2, 3)');
  for (const [mode, row] of [
    ['flat', { 2: 2, a: 5, b: 4 }],
    ['expand', { t: { 2: 2, a: 1 }, $: { b: 4, a: 5 } }],
    ['raw', [1, 2, 3, 4, 5]],
    ['pluck', 1],
  ]) {
    const statement = db.prepare('select *, 4 as b, 5 as a from t');
    if (mode !== 'flat') statement[mode]();
    for (let i = 0; i < 340; i += 1) {
      for (const actual of [statement.get(), ...statement.all(), ...statement.iterate()]) {
        assert.deepEqual(actual, row);
        if (mode !== 'pluck') assert.deepEqual(Object.keys(actual), Object.keys(row));
      }
    }
  }
});

test('many shapes of rows do not disturb each other', (t) => {
  const db = open(t);
  const statements = Array.from({ length: 600 }, (_, i) => db.prepare(`select ${i} as a${i}, ${i} as b`));
  for (let round = 0; round < 3; round += 1) {
    for (const [i, statement] of statements.entries()) {
      assert.deepEqual(statement.all(), [{ [`a${i}`]: i, b: i }]);
      assert.deepEqual(db.prepare(`select ${i} as a${i}, ${i} as b`).get(), { [`a${i}`]: i, b: i });
    }
  }
});
