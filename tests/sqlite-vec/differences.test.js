'use strict';

// What differs from the native binary on purpose: docs/SQLITE-VEC.md lists it. The order of additions: l2.test.js.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inChild } = require('../support/child');
const { Random } = require('../support/random');
const { open, openAll } = require('./support/sides');

test('rows with numbers far apart are found by `rowid in`, of which native misses some', (t) => {
  const random = new Random(1);
  const rowids = Array.from({ length: 60 }, (_, index) => BigInt(Math.floor((random.fraction() - 0.5) * 2 ** index)));
  const missed = Object.values(openAll(t)).map((db) => {
    db.exec('create virtual table v using vec0(a float[2])');
    const insert = db.prepare("insert into v(rowid, a) values (?, '[1, 2]')");
    new Set(rowids).forEach((rowid) => insert.run(rowid));
    const some = [...new Set(rowids)].filter((_, index) => index % 3 === 0);
    const found = db.prepare(`select rowid from v where a match '[1, 2]' and k = 60
      and rowid in (${some.join(', ')})`).pluck().safeIntegers().all();
    return some.length - found.length;
  });
  assert.deepEqual(missed.slice(1), [0, 0]);
  assert.ok(missed[0] > 0, 'native has been mended: remove the row of docs/SQLITE-VEC.md');
});

/** Compares a column of texts with NULL. @param {any} db */
function compareWithNull(db) {
  db.exec(`create virtual table v using vec0(a float[2], m text);
    insert into v(a, m) values ('[1, 2]', 'longer than twelve bytes'), ('[3, 4]', '')`);
  return db.prepare("select rowid from v where a match '[1, 2]' and k = 5 and m > null").pluck().all();
}

test('a text compared with NULL is compared with an empty one, where native ends the process', () => {
  for (const side of /** @type {const} */ (['plain', 'simd'])) {
    const db = open(side);
    assert.deepEqual(compareWithNull(db), [1]);
    db.close();
  }
  const { status } = inChild((_, sides, body) => new Function(`return ${body}`)()(require(sides).open('native')), {
    args: [require.resolve('./support/sides'), String(compareWithNull)], bare: true,
  });
  assert.equal(status, null, 'native has been mended: remove the row of docs/SQLITE-VEC.md');
});

test('vec_debug() names the code for AVX', (t) => {
  for (const [name, db] of Object.entries(openAll(t))) {
    const flags = /Build flags: (.*)$/.exec(db.prepare('select vec_debug()').pluck().get())?.[1].trim();
    assert.equal(flags, name === 'native' ? '' : 'avx');
  }
});
