'use strict';

// The same SQL and the same changesets here and in node:sqlite, whose SQLite is native.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { DatabaseSync, constants } = require('node:sqlite');
const { Database } = require('../support/engine');
const { Random } = require('../support/random');
const { SCHEMA, changes, contents, runAll } = require('./support/workload');

const CASES = Number(process.env.ANYSQLITE_SESSION_CASES || 300);
const SEED = Number(process.env.ANYSQLITE_SESSION_SEED || 1);

/** A database here and one there. */
function both(statements) {
  return [new Database(':memory:'), new DatabaseSync(':memory:')].map((db) => {
    db.exec(SCHEMA);
    runAll(db, statements);
    return db;
  });
}

const bytes = (array) => Buffer.from(array).toString('hex');

/** What applying a changeset comes to: all that the application is asked, the result, and what is in the tables then. */
function applied(db, changeset, answers) {
  const asked = [];
  const next = (question) => answers[(asked.push(question) - 1) % answers.length];
  let result;
  try {
    result = db.applyChangeset(changeset, {
      filter: (table) => next(table) !== constants.SQLITE_CHANGESET_ABORT,
      onConflict: (conflict) => (conflict === constants.SQLITE_CHANGESET_DATA || conflict === constants.SQLITE_CHANGESET_CONFLICT
        ? next(conflict)
        : next(conflict) & constants.SQLITE_CHANGESET_ABORT),
    });
  } catch (error) {
    result = error.message;
  }
  return { asked, result, contents: contents(db) };
}

test('the constants are the same', () => {
  for (const [name, value] of Object.entries(Database.constants)) assert.equal(value, constants[name], name);
});

test(`changesets are the same bytes, and do the same (${CASES} cases)`, (t) => {
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
      for (const question of here.asked) if (typeof question === 'number') conflicts.add(question);
      for (const db of targets) db.close();
    }
    for (const db of sources) db.close();
  }
  t.diagnostic(JSON.stringify(results));
  assert.ok(results.true > 0 && results.false > 0);
  assert.deepEqual([...conflicts].sort(), [1, 2, 3, 4, 5]);
});

/** What a session sees of the tables: no row whose key has a NULL, and no table without a key. */
function seen(db) {
  db.exec('delete from keyless; delete from pairs where x is null or y is null');
  return contents(db);
}

test('what is inverted and joined here is applied there', () => {
  for (let seed = SEED; seed < SEED + 50; seed += 1) {
    const random = new Random(seed);
    const before = changes(random, 20);
    const [source, target] = both(before);
    const parts = [1, 2, 3].map(() => {
      const session = source.createSession();
      runAll(source, changes(random, 10));
      return session.changeset();
    });
    const start = seen(target);
    assert.equal(target.applyChangeset(Database.concatChangesets(parts)), true, `seed ${seed}`);
    assert.deepEqual(seen(target), seen(source), `seed ${seed}`);
    const back = Database.concatChangesets(parts.reverse().map((part) => Database.invertChangeset(part)));
    assert.equal(target.applyChangeset(back), true, `seed ${seed}`);
    assert.deepEqual(seen(target), start, `seed ${seed}`);
    for (const db of [source, target]) db.close();
  }
});

test('a session of a table passes over what a trigger does elsewhere, and sees what it does there', () => {
  const made = [new Database(':memory:'), new DatabaseSync(':memory:')].map((db) => {
    db.exec(`${SCHEMA} create trigger log after insert on numbers begin insert into texts values (new.id, new.a, 0); end`);
    const sessions = ['numbers', 'texts'].map((table) => db.createSession({ table }));
    db.exec("insert into numbers values (1, 'a', 2)");
    return sessions.map((session) => bytes(session.changeset()));
  });
  assert.deepEqual(made[0], made[1]);
});
