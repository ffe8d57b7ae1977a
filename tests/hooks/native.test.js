'use strict';

// Random programs call the same hooks in the same order as on native SQLite.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { RESULT_CODES } = require('../../npm/lib/generated/sqlite');
const { Database } = require('../support/engine');
const { ROOT } = require('../support/packages');
const { Random } = require('../support/random');

/** The Python that `cargo xtask setup` installs, with apsw. */
const PYTHON = path.join(ROOT, 'target/python/bin/python');

const SCHEMA = `
  create table t (a integer primary key, b not null); create table u (a unique);
  create table w (a primary key) without rowid; create table n (id integer primary key autoincrement);
  create table p (id integer primary key); create table c (p references p deferrable initially deferred);
  create virtual table f using fts5(a); attach ':memory:' as o; create table o.t (a);
  create trigger copies after insert on t when new.b > 2 begin insert into u values (new.a + new.b); end;
  pragma foreign_keys = 1`;

/** Kinds of statements. `#` is a random number. */
const STATEMENTS = [
  'insert into t values (#, #)', 'insert or replace into t values (#, #)', 'insert or rollback into t values (#, null)',
  'insert into t values (#, 1) on conflict (a) do update set b = excluded.b', 'insert into t select a + 20, b from t',
  'insert into t values (100, 1), (101, null)', 'update t set b = b + 1 where a > #', 'delete from t where a = #',
  'update t set a = a + 10 where a = #', 'insert or ignore into u (a) select b from t', 'delete from u',
  'delete from u where true', 'insert into w values (#)', 'update w set a = a + 1 where a = #',
  'insert into c values (#)', 'insert into p values (#)', 'delete from p where id = #',
  "insert into f values ('word #')", 'delete from f',
  'insert into n default values', 'insert into o.t values (#)', 'create table if not exists x# (a)',
  'drop table if exists x#', 'vacuum', 'begin', 'begin', 'commit', 'commit', 'rollback', 'savepoint s', 'rollback to s',
  'release s',
];

/** @param {Random} random */
function randomProgram(random) {
  const statements = Array.from({ length: 25 }, () => (
    random.pick(STATEMENTS).replaceAll('#', () => String(random.below(9)))));
  return [random.pick([0, 0, 3]), statements];
}

/** Returns the log of a program: the hooks it calls, and how each statement ends. */
function logOf([refused, statements]) {
  const db = new Database(':memory:').exec(SCHEMA);
  const log = [];
  let commits = 0;
  db.updateHook((...values) => log.push(values)).rollbackHook(() => log.push('rollback')).commitHook(() => {
    commits += 1;
    log.push('commit');
    return refused > 0 && commits % refused === 0;
  });
  for (const sql of statements) {
    try {
      db.exec(sql);
      log.push(`${sql}: ok`);
    } catch (error) {
      log.push(`${sql}: ${RESULT_CODES[error.code] & 0xff}`);
    }
  }
  db.close();
  return log;
}

/** Returns an entry of a log as text. VACUUM copies what has no content to a database with a random name. */
const textOf = (entry) => JSON.stringify(entry).replace(/vacuum_[0-9a-f]+/, 'vacuum_');

test('random programs call the same hooks as on native SQLite', () => {
  assert.ok(fs.existsSync(PYTHON), `${PYTHON} is missing: \`cargo xtask setup\` installs it`);
  const random = new Random(1);
  const programs = Array.from({ length: 300 }, () => randomProgram(random));
  const { status, stderr, stdout } = spawnSync(PYTHON, [path.join(__dirname, 'support/native.py')], {
    input: JSON.stringify([SCHEMA, programs]), encoding: 'utf8', maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const expected = JSON.parse(stdout);
  const logs = programs.map(logOf);
  for (const [index, log] of logs.entries()) {
    const [ours, native] = [log, expected[index]].map((entries) => entries.map(textOf));
    const different = ours.findIndex((entry, at) => entry !== native[at]);
    const around = (entries) => entries.slice(Math.max(0, different - 3), different + 3);
    if (different >= 0) assert.deepEqual(around(ours), around(native), `program ${index}`);
    assert.equal(ours.length, native.length, `program ${index}`);
  }
  const entries = logs.flat();
  for (const entry of ['commit', 'rollback']) assert.ok(entries.includes(entry));
  console.log(`hooks: ${programs.length} programs, ${entries.length} calls and statements`);
});
