'use strict';

// The same SQL and the same changesets in this package and in node:sqlite, whose SQLite is native.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { DatabaseSync, constants } = require('node:sqlite');
const { Database } = require('../support/engine');
const { Random } = require('../support/random');
const { SCHEMA, changes, contents, runAll } = require('./support/workload');

const CASES = Number(process.env.ANYSQLITE_SESSION_CASES || 300);
const SEED = Number(process.env.ANYSQLITE_SESSION_SEED || 1);

/** Returns a database of this package and one of node:sqlite with the same content. */
function both(statements) {
  return [new Database(':memory:'), new DatabaseSync(':memory:')].map((db) => {
    db.exec(SCHEMA);
    runAll(db, statements);
    return db;
  });
}

/** The conflicts whose row SQLITE_CHANGESET_REPLACE may replace. */
const REPLACEABLE = [constants.SQLITE_CHANGESET_DATA, constants.SQLITE_CHANGESET_CONFLICT];

const bytes = (array) => Buffer.from(array).toString('hex');

/**
 * Applies a changeset, with `answers` as the results of the callbacks in turn. Returns the callbacks' arguments, the
 * result, and the content of the tables afterwards.
 */
function applied(db, changeset, answers) {
  const calls = [];
  const next = (argument) => answers[(calls.push(argument) - 1) % answers.length];
  let result;
  try {
    result = db.applyChangeset(changeset, {
      filter: (table) => next(table) !== constants.SQLITE_CHANGESET_ABORT,
      onConflict: (conflict) => (REPLACEABLE.includes(conflict)
        ? next(conflict)
        : next(conflict) & constants.SQLITE_CHANGESET_ABORT),
    });
  } catch (error) {
    result = error.message;
  }
  return { calls, result, contents: contents(db) };
}

test('the constants equal those of node:sqlite', () => {
  for (const [name, value] of Object.entries(Database.constants)) assert.equal(value, constants[name], name);
});

test(`changesets equal those of node:sqlite, in bytes and in effect (${CASES} cases)`, (t) => {
  const results = {};
  const conflicts = new Set();
  for (let seed = SEED; seed < SEED + CASES; seed += 1) {
    const random = new Random(seed);
    const [before, recorded, other] = [changes(random, 20), changes(random, 20), changes(random, 20)];
    const answers = Array.from({ length: 3 + random.below(4) }, () => random.pick([0, 0, 0, 1, 1, 2]));

    const sources = both(before);
    const options = random.chance(0.3) ? { table: random.pick(['numbers', 'pairs']) } : {};
    const sessions = sources.map((db) => db.createSession(options));
    for (const db of sources) runAll(db, recorded);
    for (const form of ['changeset', 'patchset']) {
      const [ours, theirs] = sessions.map((session) => session[form]());
      assert.equal(bytes(ours), bytes(theirs), `seed ${seed}, ${form}`);

      const targets = both([...before, ...other]);
      const [here, there] = [applied(targets[0], theirs, answers), applied(targets[1], ours, answers)];
      assert.deepEqual(here, there, `seed ${seed}, applying a ${form}`);
      results[here.result] = (results[here.result] ?? 0) + 1;
      for (const argument of here.calls) if (typeof argument === 'number') conflicts.add(argument);
      for (const db of targets) db.close();
    }
    for (const db of sources) db.close();
  }
  t.diagnostic(JSON.stringify(results));
  assert.ok(results.true > 0 && results.false > 0);
  assert.deepEqual([...conflicts].sort(), [1, 2, 3, 4, 5]);
});

/** Deletes the rows that sessions do not record: those without a primary key, or with NULL in it. Returns the rest. */
function recordable(db) {
  db.exec('delete from keyless; delete from pairs where x is null or y is null');
  return contents(db);
}

test('node:sqlite applies what this package has inverted and concatenated', () => {
  for (let seed = SEED; seed < SEED + 50; seed += 1) {
    const random = new Random(seed);
    const before = changes(random, 20);
    const [source, target] = both(before);
    const parts = [1, 2, 3].map(() => {
      const session = source.createSession();
      runAll(source, changes(random, 10));
      return session.changeset();
    });
    const start = recordable(target);
    assert.equal(target.applyChangeset(Database.concatChangesets(parts)), true, `seed ${seed}`);
    assert.deepEqual(recordable(target), recordable(source), `seed ${seed}`);
    const back = Database.concatChangesets(parts.reverse().map((part) => Database.invertChangeset(part)));
    assert.equal(target.applyChangeset(back), true, `seed ${seed}`);
    assert.deepEqual(recordable(target), start, `seed ${seed}`);
    for (const db of [source, target]) db.close();
  }
});

test('a session of one table records what a trigger does to that table, and nothing else', () => {
  const trigger = 'create trigger log after insert on numbers begin insert into texts values (new.id, new.a, 0); end';
  const recorded = [new Database(':memory:'), new DatabaseSync(':memory:')].map((db) => {
    db.exec(`${SCHEMA} ${trigger}`);
    const sessions = ['numbers', 'texts'].map((table) => db.createSession({ table }));
    db.exec("insert into numbers values (1, 'a', 2)");
    return sessions.map((session) => bytes(session.changeset()));
  });
  assert.deepEqual(recorded[0], recorded[1]);
});
