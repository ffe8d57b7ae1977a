'use strict';

// When the commit hook and the rollback hook are called, and what a commit hook can prevent.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError, typeError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { openRecorded } = require('./support/recorder');

const REFUSED = sqliteError('SQLITE_CONSTRAINT_COMMITHOOK', 'constraint failed');

const insert = 'insert into t values (1)';

const count = (db) => db.prepare('select count(*) from t').pluck().get();

// SQL, and the hooks that it calls besides the update hook.
for (const [what, sql, expected] of [
  ['a transaction that writes', `begin; ${insert}; ${insert}; commit`, ['commit']],
  ['a transaction that only reads', 'begin; select * from t; commit', []],
  ['a ROLLBACK', `begin; ${insert}; rollback`, ['rollback']],
  ['a ROLLBACK of nothing', 'begin; rollback', ['rollback']],
  ['a savepoint by itself', `savepoint s; ${insert}; release s`, ['commit']],
  ['a savepoint in a transaction', `begin; savepoint s; ${insert}; release s; commit`, ['commit']],
  ['a ROLLBACK TO', `begin; savepoint s; ${insert}; rollback to s; commit`, ['commit']],
  ['a change of the schema', 'create table u (a)', ['commit']],
  ['a statement that fails', 'insert into n values (1), (null)', ['rollback', { thrown: 'SQLITE_CONSTRAINT_NOTNULL' }]],
  ['a statement that fails in a transaction', 'begin; insert into n values (null)',
    [{ thrown: 'SQLITE_CONSTRAINT_NOTNULL' }]],
  ['ON CONFLICT ROLLBACK', 'begin; insert or rollback into n values (null)',
    ['rollback', { thrown: 'SQLITE_CONSTRAINT_NOTNULL' }]],
  ['a deferred constraint that fails', 'insert into c values (5)',
    ['rollback', { thrown: 'SQLITE_CONSTRAINT_FOREIGNKEY' }]],
  ['a user function that throws', 'insert into t select thrown()', ['rollback', { thrown: 'thrown' }]],
]) {
  test(`${what}: ${JSON.stringify(expected)}`, (t) => {
    const { db, logged } = openRecorded(t, `create table n (a not null); create table p (id integer primary key);
      create table c (p references p deferrable initially deferred)`);
    db.updateHook().function('thrown', () => {
      throw 'thrown';
    });
    assert.deepEqual(logged(() => db.exec(sql)), expected);
  });
}

for (const mode of ['delete', 'wal']) {
  test(`a transaction that a commit hook refuses is rolled back, in journal mode ${mode}`, (t) => {
    const place = scratch(t);
    const db = place.open('test.db');
    db.pragma(`journal_mode = ${mode}`);
    db.exec('create table t (a)');
    const other = place.open('test.db');
    let rollbacks = 0;
    db.rollbackHook(() => { rollbacks += 1; });
    for (const answer of [true, 1, 'no', {}]) {
      db.commitHook(() => answer);
      assert.throws(() => db.exec(insert), REFUSED);
      assert.throws(() => db.transaction(() => db.exec(insert))(), REFUSED);
      assert.throws(() => db.exec(`begin; ${insert}; commit`), REFUSED);
      assert.equal(db.inTransaction, false);
    }
    assert.equal(rollbacks, 12);
    for (const [index, answer] of [undefined, null, false, 0, ''].entries()) {
      db.commitHook(() => answer).exec(insert);
      assert.equal(count(other), index + 1);
    }
  });
}

for (const [method, run] of [
  ['run', (db, sql) => db.prepare(sql).run()],
  ['get', (db, sql) => db.prepare(`${sql} returning a`).get()],
  ['all', (db, sql) => db.prepare(`${sql} returning a`).all()],
  ['next', (db, sql) => [...db.prepare(`${sql} returning a`).iterate()]],
  ['return', (db, sql) => {
    const iterator = db.prepare(`${sql} returning a`).iterate();
    iterator.next();
    iterator.return();
  }],
  ['exec', (db, sql) => db.exec(sql)],
  ['a transaction function', (db, sql) => db.transaction(() => db.exec(sql))()],
]) {
  test(`${method} throws unchanged what a commit hook throws, and nothing is stored`, (t) => {
    const { db, log, logged } = openRecorded(t);
    for (const value of [new Error('a'), null, undefined, 0, 'text']) {
      db.updateHook().commitHook(() => {
        log.push('commit');
        throw value;
      });
      const thrown = [];
      assert.deepEqual(logged(() => {
        try {
          run(db, insert);
        } catch (error) {
          thrown.push(error);
        }
      }), ['commit', 'rollback']);
      assert.deepEqual(thrown, [value]);
      assert.equal(db.inTransaction, false);
    }
    db.commitHook(null);
    assert.equal(count(db), 0);
    run(db, insert);
    assert.equal(count(db), 1);
  });

  test(`${method} throws if a commit hook refuses`, (t) => {
    const { db } = openRecorded(t);
    db.commitHook(() => true);
    assert.throws(() => run(db, insert), REFUSED);
    assert.equal(count(db), 0);
  });
}

for (const size of [10, 1_000_000]) {
  test(`get() throws if a commit hook refuses what its row of ${size} bytes belongs to`, (t) => {
    const db = scratch(t).open(':memory:').exec('create table t (a, b)');
    const statement = db.prepare('insert into t values (1, zeroblob(?)) returning a, b');
    db.commitHook(() => true);
    assert.throws(() => statement.get(size), { code: 'SQLITE_CONSTRAINT_COMMITHOOK' });
    db.commitHook(() => {
      throw new RangeError('no');
    });
    assert.throws(() => statement.get(size), new RangeError('no'));
    db.commitHook(null);
    assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
    assert.equal(statement.get(size).b.length, size);
  });
}

test('a commit hook cannot return a promise', (t) => {
  const { db, logged } = openRecorded(t);
  const refused = typeError('Commit hook cannot return a promise');
  for (const hook of [async () => false, () => ({ then() {} })]) {
    db.commitHook(hook);
    assert.throws(() => db.exec(insert), refused);
  }
  db.commitHook();
  assert.deepEqual(logged(() => db.exec(insert)), ['INSERT main.t 1']);
});

test('a rollback hook that throws does not prevent the rollback, and its error is thrown', (t) => {
  const { db } = openRecorded(t);
  const thrown = (action) => {
    try {
      action();
    } catch (error) {
      return [error];
    }
    return [];
  };
  for (const value of [new Error('a'), null, undefined]) {
    db.rollbackHook(() => {
      throw value;
    });
    assert.deepEqual(thrown(() => db.exec(`begin; ${insert}; rollback`)), [value]);
    assert.deepEqual(thrown(() => db.exec(`begin; ${insert}`).prepare('rollback').run()), [value]);
    assert.deepEqual(thrown(() => db.transaction(() => db.exec(`${insert}; rollback`))()), [value]);
    assert.equal(db.inTransaction, false);
    assert.equal(count(db), 0);
  }
  db.exec(insert);
  assert.equal(count(db), 1);
});

test('of several errors the first is thrown', (t) => {
  const { db } = openRecorded(t);
  db.rollbackHook(() => {
    throw 'rollback';
  });
  db.commitHook(() => {
    throw 'commit';
  });
  assert.throws(() => db.exec(insert), (error) => error === 'commit');
  db.updateHook(() => {
    throw 'update';
  });
  assert.throws(() => db.exec(insert), (error) => error === 'update');
  assert.throws(() => db.exec(`begin; ${insert}`), (error) => error === 'update');
  db.function('f', () => {
    throw 'function';
  });
  assert.throws(() => db.exec('insert into t select f()'), (error) => error === 'function');
  assert.equal(count(db), 0);
});

test('the three hooks together tell which tables were changed by committed transactions', (t) => {
  const db = scratch(t).open(':memory:').exec('create table a (x); create table b (x not null)');
  const refreshed = [];
  let changed = new Set();
  db.updateHook((_operation, _database, table) => changed.add(table));
  db.rollbackHook(() => changed.clear());
  db.commitHook(() => {
    refreshed.push([...changed]);
    changed = new Set();
  });
  db.exec('insert into a values (1)');
  assert.throws(() => db.exec('insert into b values (1), (null)'));
  db.exec('begin; insert into b values (1); rollback');
  db.exec('begin; insert into a values (2); insert into b values (2); commit');
  assert.deepEqual(refreshed, [['a'], ['a', 'b']]);
});

test('a statement that SQLite prepares again after a change of the schema calls the rollback hook first', (t) => {
  const { db, logged } = openRecorded(t);
  const statement = db.prepare(insert);
  statement.run();
  db.exec('create table u (a)');
  assert.deepEqual(logged(() => statement.run()), ['rollback', 'INSERT main.t 2', 'commit']);
  assert.deepEqual(logged(() => statement.run()), ['INSERT main.t 3', 'commit']);
});

test('closing a database inside a transaction calls no hook', (t) => {
  const { db, logged } = openRecorded(t);
  db.exec(`begin; ${insert}`);
  assert.deepEqual(logged(() => db.close()), []);
});
