'use strict';

// SQLite's own extensions, unchanged: what they answer in native better-sqlite3, they answer here.

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { test } = require('node:test');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');

/** @param {import('node:test').TestContext} t @param {string} name */
const load = (t, name) => scratch(t).open(':memory:').loadExtension(built(name));

const sha1 = (content) => createHash('sha1').update(content).digest('hex');

const all = (db, sql, ...parameters) => db.prepare(sql).pluck().all(...parameters);

test('decimal: exact arithmetic, an aggregate, a window function and a collation', (t) => {
  const db = load(t, 'decimal');
  assert.deepEqual(all(db, "select decimal_add('0.1', '0.2')"), ['0.3']);
  assert.deepEqual(all(db, "select decimal_mul('123456789012345678901234567890', '-0.5')"),
    ['-61728394506172839450617283945']);
  assert.deepEqual(all(db, "select decimal_sum(value) from json_each('[\"1.1\", \"2.2\", \"-3.4\"]')"), ['-0.1']);
  assert.deepEqual(
    all(db, "select decimal_sum(value) over (order by key rows 1 preceding) from json_each('[1, 2, 3.5]')"),
    ['1', '3', '5.5'],
  );
  assert.deepEqual(all(db, "select value from json_each('[\"10\", \"9.5\", \"-1\"]') order by value collate decimal"),
    ['-1', '9.5', '10']);
});

test('ieee754: floating-point numbers taken apart', (t) => {
  const db = load(t, 'ieee754');
  assert.deepEqual(all(db, 'select ieee754(2.25)'), ['ieee754(9,-2)']);
  assert.deepEqual(all(db, 'select ieee754(9, -2)'), [2.25]);
  assert.deepEqual(all(db, 'select hex(ieee754_to_blob(1))'), ['3FF0000000000000']);
});

test('regexp: the operator REGEXP', (t) => {
  const db = load(t, 'regexp');
  assert.deepEqual(all(db, "select value from json_each('[\"abc\", \"xyz\", \"aXc\"]') where value regexp '^a.c$'"),
    ['abc', 'aXc']);
  assert.deepEqual(all(db, "select 'GRÜSSE' regexp 'gr[ü]sse', regexpi('gr[üÜ]sse', 'GRÜSSE')"), [0]);
  assert.throws(() => all(db, "select 'a' regexp '('"), sqliteError('SQLITE_ERROR', "unmatched '('"));
});

test('series: a table-valued function', (t) => {
  const db = load(t, 'series');
  assert.deepEqual(all(db, 'select value from generate_series(1, 10, 3)'), [1, 4, 7, 10]);
  assert.deepEqual(all(db, 'select value from generate_series(5, 1, -2)'), [5, 3, 1]);
  assert.deepEqual(all(db, 'select sum(value) from generate_series(1, 100000)'), [5000050000]);
  assert.deepEqual(
    all(db, 'select value from generate_series where start = 1 and stop = 9 and value > 6 order by value desc'),
    [9, 8, 7],
  );
});

test('sha1: a hash of texts and blobs, and of the results of a query', (t) => {
  const db = load(t, 'sha1');
  assert.deepEqual(all(db, "select sha1('abc')"), [sha1('abc')]);
  assert.deepEqual(all(db, 'select sha1(zeroblob(100000))'), [sha1(Buffer.alloc(100000))]);
  assert.deepEqual(all(db, "select length(sha1_query('select 1, null, 2.5, x''01'', ''text'''))"), [40]);
});

test('uint: a collation by the numbers in texts', (t) => {
  const db = load(t, 'uint');
  assert.deepEqual(
    all(db, "select value from json_each('[\"x10\", \"x9\", \"x010b\", \"x\"]') order by value collate uint"),
    ['x', 'x9', 'x10', 'x010b'],
  );
});
