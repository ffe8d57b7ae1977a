'use strict';

// Random bytes as text, of each length around those at which another way of decoding begins: JavaScript's own decoder
// says what they are, on native better-sqlite3, too.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../../support/random');
const { scratch } = require('../../support/scratch');

const SEED = 20_261_128;
const LENGTHS = [...Array(301).keys(), 511, 512, 513, 1023, 1024, 1025, 4096, 65_535, 65_536, 70_000];

const encoded = (first, last) => (random) => Buffer.from(String.fromCodePoint(first + random.below(last - first + 1)));
const ascii = encoded(0, 0x7f);
const latin1 = encoded(0x80, 0xff);
const surrogate = (random) => Buffer.from([0xed, 0xa0 + random.below(0x20), 0x80 + random.below(0x40)]);
const anyByte = (random) => Buffer.from([random.below(256)]);

const KINDS = {
  ASCII: [ascii],
  'ISO 8859-1': [ascii, ascii, latin1],
  'ISO 8859-1 beyond ASCII': [latin1],
  'the end of ISO 8859-1': [encoded(0x7e, 0x81), encoded(0xfe, 0x101)],
  'two bytes': [ascii, encoded(0x100, 0x7ff)],
  'three bytes': [ascii, latin1, encoded(0x800, 0xd7ff), encoded(0xe000, 0xffff)],
  'four bytes': [ascii, encoded(0x10000, 0x10ffff)],
  'almost ISO 8859-1': [...Array(40).fill(latin1), encoded(0x100, 0x10ffff)],
  surrogates: [ascii, latin1, surrogate],
  'almost valid': [...Array(30).fill(latin1), anyByte],
  'any bytes': [anyByte],
};

/** Returns bytes of a length made of characters of a kind; the last may be cut. */
function bytesOf(kind, length, random) {
  const parts = [];
  for (let size = 0; size < length; size += parts.at(-1).length) parts.push(random.pick(kind)(random));
  return Buffer.concat(parts).subarray(0, length);
}

for (const [name, kind] of Object.entries(KINDS)) {
  test(`random text is decoded as JavaScript decodes it: ${name}`, (t) => {
    const random = new Random(SEED);
    const db = scratch(t).open(':memory:').exec('create table t (id integer primary key, a text, n, b text)');
    const insert = db.prepare('insert into t values (?, cast(? as text), ?, cast(? as text))');
    const rows = LENGTHS.map((length, id) => {
      const [a, b] = [bytesOf(kind, length, random), bytesOf(kind, random.below(80), random)];
      insert.run(id, a, id, b);
      return { id, a: a.toString(), n: id, b: b.toString() };
    });
    const seen = [];
    db.function('see', (text) => {
      seen.push(text);
      return text;
    });
    const all = db.prepare('select * from t order by id');
    assert.deepEqual(all.all(), rows);
    assert.deepEqual(all.all(), rows);
    assert.deepEqual([...all.iterate()], rows);
    const get = db.prepare('select * from t where id = ?');
    for (const row of rows) assert.deepEqual(get.get(row.id), row);
    assert.deepEqual(db.prepare('select b from t order by id').pluck().all(), rows.map(({ b }) => b));
    assert.deepEqual(db.prepare('select see(a) from t order by id').pluck().all(), rows.map(({ a }) => a));
    assert.deepEqual(seen, rows.map(({ a }) => a));
  });
}

test('random strings are bound as UTF-8, lone surrogates as U+FFFD', (t) => {
  const random = new Random(SEED);
  const units = [[0, 0x80], [0, 0x100], [0, 0x1_0000], [0xd800, 0x800]];
  const statement = scratch(t).open(':memory:').prepare('select cast(@v as blob), @v').raw();
  for (const length of LENGTHS) {
    const some = units.slice(0, 1 + random.below(units.length));
    const unit = ([first, count]) => first + random.below(count);
    const text = Array.from({ length }, () => String.fromCharCode(unit(random.pick(some)))).join('');
    const bytes = Buffer.from(text);
    const [blob, returned] = statement.get({ v: text });
    assert.ok(blob.equals(bytes), `length ${length}: ${JSON.stringify(text.slice(0, 100))}`);
    assert.equal(returned, bytes.toString());
  }
});
