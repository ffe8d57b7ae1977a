'use strict';

// Damaged extensions: one byte changed, or cut off. Each is loaded or refused, and the connection works on. The damage
// is done before the code, which the engine validates, and after it: damaged code that is valid may do anything within
// the instance.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { SqliteError } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');
const { dylink, memoryInfo, sideModule } = require('./support/encode');

const SEED = 1;

/** Returns where the code section of a module begins. */
function codeOffset(module) {
  let at = 8;
  while (module[at] !== 10) {
    const id = at++;
    let [size, shift] = [0, 0];
    do {
      size |= (module[at] & 0x7f) << shift;
      shift += 7;
    } while (module[at++] & 0x80);
    if (module[id] === undefined) throw new Error('the module has no code');
    at += size;
  }
  return at;
}

/** Returns a function that loads a module on a connection, which must then work. Counts what happened. */
function loader(t) {
  const { file, open, write } = scratch(t);
  const counts = { loaded: 0, refused: 0 };
  const load = (content) => {
    write('x.wasm', content);
    const db = open(':memory:');
    try {
      db.loadExtension(file('x.wasm'), 'sqlite3_extension_init');
      counts.loaded++;
    } catch (error) {
      assert.ok(error instanceof SqliteError, error);
      assert.equal(error.code, 'SQLITE_ERROR');
      assert.ok(error.message.length > 20);
      counts.refused++;
    }
    assert.equal(db.prepare('select 1').pluck().get(), 1);
    db.close();
  };
  return { counts, load };
}

test('a module that is cut off anywhere is refused', (t) => {
  const { counts, load } = loader(t);
  const whole = readFileSync(built('test_extension'));
  for (let length = 0; length < whole.length; length++) load(whole.subarray(0, length));
  assert.deepEqual(counts, { loaded: 0, refused: whole.length });
});

test('a module with a changed byte before its code is loaded or refused', (t) => {
  const { counts, load } = loader(t);
  const random = new Random(SEED);
  const whole = readFileSync(built('test_extension'));
  const code = codeOffset(whole);
  for (let at = 0; at < code; at++) {
    for (const byte of [whole[at] ^ (1 << random.below(8)), 0, 0x7f, 0xff]) {
      const damaged = Buffer.from(whole);
      damaged[at] = byte;
      load(damaged);
    }
  }
  assert.ok(counts.refused > 300, JSON.stringify(counts));
  assert.ok(counts.loaded > 10, JSON.stringify(counts));
});

test('random demands are met or refused', (t) => {
  const { counts, load } = loader(t);
  const random = new Random(SEED);
  const any = () => random.below(2) * (2 ** random.below(32) + random.below(3) - 1);
  for (let demand = 0; demand < 300; demand++) {
    load(sideModule({ first: dylink(memoryInfo(any(), any() % 40, any(), random.below(8) ? 0 : any())) }));
  }
  assert.ok(counts.loaded > 30 && counts.refused > 100, JSON.stringify(counts));
});

test('random bytes after the beginning of a module are refused', (t) => {
  const { counts, load } = loader(t);
  const random = new Random(SEED);
  for (let file = 0; file < 200; file++) {
    const bytes = Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)));
    load(Buffer.concat([sideModule().subarray(0, 8 + random.below(60)), bytes]));
  }
  assert.deepEqual(counts, { loaded: 0, refused: 200 });
});
