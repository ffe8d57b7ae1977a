'use strict';

// Malformed changesets end with a result or a SqliteError, and leave the guest and the database intact.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Database, SqliteError } = require('../support/engine');
const { Random } = require('../support/random');
const { SCHEMA, changes, contents, runAll } = require('./support/workload');

const CASES = Number(process.env.ANYSQLITE_SESSION_MALFORMED_CASES || 1500);
const SEED = Number(process.env.ANYSQLITE_SESSION_SEED || 1);

/** Byte values at the limits of variable-length encodings and of the changeset format. */
const EDGE_BYTES = [0, 1, 2, 3, 4, 5, 9, 18, 23, 0x50, 0x54, 0x7f, 0x80, 0x81, 0xfe, 0xff];

/** Returns a damaged copy of `original`. @param {Random} random @param {Buffer} original */
function damage(random, original) {
  let bytes = Buffer.from(original);
  for (let times = 1 + random.below(4); times > 0 && bytes.length > 0; times -= 1) {
    const at = random.below(bytes.length);
    const length = random.below(Math.min(20, bytes.length - at));
    bytes = random.pick([
      () => (bytes[at] = random.pick(EDGE_BYTES), bytes),
      () => (bytes[at] ^= 1 << random.below(8), bytes),
      () => (random.fill(bytes.subarray(at, at + length)), bytes),
      () => bytes.subarray(0, at),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]),
      () => Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]),
      () => Buffer.concat([bytes.subarray(0, at), Buffer.alloc(9, 0xff), bytes.subarray(at)]),
    ])();
  }
  return bytes;
}

/** Calls a function that may fail with a SqliteError. Returns the code, and the result if it succeeds. */
function attempt(action) {
  try {
    return { code: 'SQLITE_OK', result: action() };
  } catch (error) {
    assert.ok(error instanceof SqliteError, error);
    return { code: error.code };
  }
}

/** Makes random changes. Returns their changeset and their patchset. */
function originals(db, random) {
  const session = db.createSession();
  runAll(db, changes(random, 15));
  const both = [session.changeset(), session.patchset()];
  session.close();
  return both;
}

test(`malformed changesets leave the database intact (${CASES} cases)`, (t) => {
  const codes = {};
  const bystander = new Database(':memory:').exec('create table t (a); insert into t values (5)');
  const db = new Database(':memory:').exec(SCHEMA);
  runAll(db, changes(new Random(SEED), 200));
  for (let seed = SEED; seed < SEED + CASES; seed += 1) {
    const random = new Random(seed);
    if (random.chance(0.05)) runAll(db, ['delete from keyless', ...changes(random, 40)]);
    db.exec('begin');
    const pair = originals(db, random);
    if (random.chance(0.5)) db.exec('rollback; begin');
    const before = contents(db);
    const bytes = damage(random, random.pick(pair));
    const callbacks = {
      filter: () => random.chance(0.9),
      onConflict: (conflict) => (conflict === 1 || conflict === 3 ? random.below(3) : 0),
    };

    const outcomes = [
      attempt(() => Database.invertChangeset(bytes)),
      attempt(() => Database.concatChangesets([bytes, damage(random, pair[0])])),
      attempt(() => Database.concatChangesets([pair[0], bytes, pair[0]])),
      attempt(() => db.applyChangeset(bytes, callbacks)),
    ];
    for (const { code } of outcomes) codes[code] = (codes[code] ?? 0) + 1;
    if (outcomes[3].result !== true) assert.deepEqual(contents(db), before, `seed ${seed}`);
    db.exec('rollback');
    assert.equal(bystander.prepare('select a from t').pluck().get(), 5);
  }
  assert.deepEqual(db.pragma('integrity_check', { simple: true }), 'ok');
  t.diagnostic(JSON.stringify(codes));
  assert.ok(codes.SQLITE_OK > 0 && codes.SQLITE_CORRUPT > 0);
  db.close();
  bystander.close();
});
