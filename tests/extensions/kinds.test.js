'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { engine } = require('../support/engine');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const ANSWERS = require('./support/answers');
const { built } = require('./support/built');

/** @param {import('node:test').TestContext} t */
function loaded(t, name = 'kinds') {
  return scratch(t).open(':memory:').loadExtension(built(name));
}

const value = (db, sql, ...parameters) => db.prepare(sql).pluck().get(...parameters);

test('loadExtension() returns the database', (t) => {
  const db = scratch(t).open(':memory:');
  assert.equal(db.loadExtension(built('kinds')), db);
});

test('an extension has data, zeros, a constructor, and addresses of functions', (t) => {
  const db = loaded(t);
  assert.equal(value(db, 'select state()'), '42 0 7 42 5');
  assert.equal(value(db, 'select state()'), '42 0 8 42 5');
});

test('an extension registers a function', (t) => {
  const db = loaded(t);
  assert.deepEqual([0, 1, 2, 3].map((number) => value(db, 'select word(?)', number)), ['null', 'eins', 'zwei', 'drei']);
  assert.throws(() => value(db, 'select word(4)'), sqliteError('SQLITE_ERROR', 'no such word'));
  assert.equal(value(db, 'select hypotenuse(3, 4)'), 5);
});

test('an extension allocates memory as the C library does, also when memory has to grow', (t) => {
  const db = loaded(t);
  for (const size of [1, 1000, 50_000_000]) {
    const block = value(db, 'select block(?, 7)', size);
    assert.equal(block.length, size);
    assert.ok(block.every((byte) => byte === 7));
  }
  assert.equal(value(db, 'select word(1)'), 'eins');
});

test('an extension registers an aggregate', (t) => {
  const db = loaded(t);
  assert.equal(value(db, 'select middle(value) from json_each(?)', '[5, 1, 4, 2, 3]'), 3);
  assert.equal(value(db, 'select middle(1) where 0'), null);
});

test('an extension registers a window function', (t) => {
  const db = loaded(t);
  const sql = 'select product(value) over (order by key rows 1 preceding) from json_each(?)';
  assert.deepEqual(db.prepare(sql).pluck().all('[2, 3, 5, 7]'), [2, 6, 15, 35]);
});

test('an extension registers a collation', (t) => {
  const db = loaded(t);
  const sql = 'select value from json_each(?) order by value collate by_length';
  assert.deepEqual(db.prepare(sql).pluck().all('["ccc", "a", "bb", "aa"]'), ['a', 'aa', 'bb', 'ccc']);
});

test('an extension registers a module of virtual tables', (t) => {
  const db = loaded(t);
  assert.deepEqual(db.prepare('select number, start from countdown(3)').raw().all(), [[3, 3], [2, 3], [1, 3]]);
  assert.equal(value(db, 'select sum(number) from countdown where start = 100'), 5050);
});

test('extensions and functions of JavaScript call each other', (t) => {
  const db = loaded(t);
  db.function('half', (x) => x / 2);
  assert.equal(value(db, 'select half(hypotenuse(half(12), half(16)))'), 5);
});

test('an extension is loaded twice, and by two connections', (t) => {
  const { open } = scratch(t);
  const [first, second] = [open(':memory:'), open(':memory:')];
  first.loadExtension(built('kinds')).loadExtension(built('kinds'));
  second.loadExtension(built('kinds'));
  first.close();
  assert.equal(value(second, 'select word(2)'), 'zwei');
  assert.throws(() => open(':memory:').exec('select word(2)'), sqliteError('SQLITE_ERROR', 'no such function: word'));
});

test('the variables of an extension belong to one loading of it', { skip: engine === 'reference' }, (t) => {
  const [first, second] = [loaded(t), loaded(t)];
  value(first, 'select state()');
  assert.equal(value(second, 'select state()'), '42 0 7 42 5');
});

test('an extension is loaded by a read-only connection', (t) => {
  const { open } = scratch(t);
  open('test.db').exec('create table t(a)').close();
  const db = open('test.db', { readonly: true }).loadExtension(built('kinds'));
  assert.equal(value(db, 'select word(3)'), 'drei');
});

test('an extension is loaded inside a transaction', (t) => {
  const db = scratch(t).open();
  db.exec('begin; create table t(a)');
  db.loadExtension(built('kinds'));
  db.exec('insert into t values (word(1)); commit');
  assert.equal(value(db, 'select a from t'), 'eins');
});

for (const [a, b, expected] of ANSWERS) {
  test(`C functions answer as the system's on ${JSON.stringify(a)} and ${JSON.stringify(b)}`, (t) => {
    assert.equal(value(loaded(t, 'texts'), 'select answers(?, ?)', a, b), expected);
  });
}

test('C functions classify characters as the system\'s', (t) => {
  const classes = value(loaded(t, 'texts'), 'select classes()');
  const letters = (from, to, letter) => assert.match(classes.slice(from, to), new RegExp(`^${letter}+$`));
  letters(0x30, 0x3a, 'c');
  letters(0x41, 0x5b, 'b');
  letters(0x61, 0x7b, 'b');
  letters(9, 14, 'e');
  letters(0x21, 0x30, 'i');
  letters(129 + 0x30, 129 + 0x3a, 'e');
  letters(129 + 0x41, 129 + 0x47, 'f');
  letters(129 + 0x47, 129 + 0x5b, 'b');
  letters(129 + 0x67, 129 + 0x7b, 'c');
  assert.equal(classes[129 + 0x7f], 'i');
  assert.ok(classes.endsWith(' qQ 7 -3'));
});
