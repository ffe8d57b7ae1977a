'use strict';

// What the three hooks have in common: arguments, states of the connection, and costs.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const vm = require('node:vm');
const { Database } = require('../support/engine');
const { collectGarbage } = require('../support/collect-garbage');
const { CONNECTION_BUSY, NOT_OPEN, typeError } = require('../support/errors');
const { forceTrap } = require('../limits/support/force-trap');
const { connectionOf } = require('../limits/support/guest-memory');
const { scratch } = require('../support/scratch');

const HOOKS = ['updateHook', 'commitHook', 'rollbackHook'];

/** SQL that calls each hook, and no other. */
const CALLING = {
  updateHook: 'insert into t values (1)', commitHook: 'create table u (a)', rollbackHook: 'begin; rollback',
};

const BUSY = typeError(CONNECTION_BUSY);

const open = (t) => scratch(t).open(':memory:').exec('create table t (a)');

test('the methods are not enumerable, and have their names and one parameter', () => {
  for (const name of HOOKS) {
    const { value, ...flags } = Object.getOwnPropertyDescriptor(Database.prototype, name);
    assert.deepEqual({ name: value.name, length: value.length }, { name, length: 1 });
    assert.deepEqual(flags, { writable: true, enumerable: false, configurable: true });
  }
});

for (const name of HOOKS) {
  test(`${name}() requires a function, null or undefined, and returns the database`, (t) => {
    const db = open(t);
    for (const hook of [() => {}, null, undefined, vm.runInNewContext('() => {}')]) assert.equal(db[name](hook), db);
    assert.equal(db[name](), db);
    for (const hook of [5, 'f', {}, true, 0, '', Symbol('f')]) {
      assert.throws(() => db[name](hook), typeError('Expected first argument to be a function'));
    }
  });

  test(`a second ${name}() replaces the first, and null or undefined removes it`, (t) => {
    const db = open(t);
    const log = [];
    db[name](() => void log.push('first'));
    db[name](() => void log.push('second')).exec(CALLING[name]);
    assert.deepEqual(log.splice(0), ['second']);
    for (const none of [null, undefined]) {
      db[name](() => void log.push('third'))[name](none).exec(CALLING[name].replace('table u', `table u${none}`));
      assert.deepEqual(log, []);
    }
  });

  test(`${name}() is refused while rows are iterated, inside callbacks, and when the database is closed`, (t) => {
    const db = open(t).exec('insert into t values (1)');
    db.function('f', () => db[name](() => {}));
    assert.throws(() => db.exec('select f()'), BUSY);
    const iterator = db.prepare('select * from t').iterate();
    for (const unsafe of [true, false]) {
      db.unsafeMode(unsafe);
      assert.throws(() => db[name](() => {}), BUSY);
    }
    iterator.return();
    db.close();
    assert.throws(() => db[name](() => {}), typeError(NOT_OPEN));
    assert.throws(() => db[name](5), typeError('Expected first argument to be a function'));
  });

  test(`the connection is busy inside the hook of ${name}(), other connections are not`, (t) => {
    const db = open(t);
    const other = open(t);
    const statement = db.prepare('select 1');
    const iterator = db.prepare('select 1').iterate();
    iterator.return();
    let calls = 0;
    db[name](() => {
      calls += 1;
      for (const use of [
        () => db.prepare('select 1'), () => db.exec(''), () => db.close(), () => statement.get(), () => statement.all(),
        () => statement.run(), () => statement.iterate(), () => db.pragma('user_version'), () => db.serialize(),
        () => db.function('z', () => 1), () => db.createSession(), () => db.applyChangeset(Buffer.alloc(0)),
        () => iterator.next(), () => iterator.return(), ...HOOKS.map((hook) => () => db[hook]()),
      ]) {
        assert.throws(use, BUSY);
      }
      assert.equal(typeof db.inTransaction, 'boolean');
      other.exec('insert into t values (1)');
      // The guest's memory grows while the hook runs.
      other.prepare('select length(randomblob(20000000))').get();
    });
    db.exec(CALLING[name]);
    assert.equal(calls, 1);
    assert.equal(other.prepare('select count(*) from t').pluck().get(), 1);
  });

  test(`a trap inside the hook of ${name}() ends the call that runs the hook`, (t) => {
    const db = open(t);
    const other = open(t);
    db[name](() => {
      try {
        forceTrap(other);
      } catch {
        // The outer call fails, too.
      }
    });
    assert.throws(() => db.exec(CALLING[name]), /^Error: SQLite stopped unexpectedly/);
    assert.equal(db.open, false);
    assert.equal(scratch(t).open(':memory:').prepare('select 1').pluck().get(), 1);
  });
}

test('a hook that was replaced, removed, or whose database was closed, can be collected', async (t) => {
  const db = open(t);
  const { handlers } = connectionOf(db);
  const inUse = () => handlers.objects.filter((handler) => handler !== undefined).length;
  const before = inUse();
  const references = HOOKS.map((name) => {
    const hook = () => false;
    db[name](hook);
    return new WeakRef(hook);
  });
  assert.equal(inUse(), before + 3);
  for (let i = 0; i < 1000; i += 1) for (const name of HOOKS) db[name](() => false);
  assert.equal(inUse(), before + 3);
  await collectGarbage();
  assert.deepEqual(references.map((reference) => reference.deref()), [undefined, undefined, undefined]);
  for (const name of HOOKS) db[name]();
  assert.equal(inUse(), before);
  for (const name of HOOKS) db[name](() => false);
  db.close();
  assert.equal(inUse(), before);
});

/** Returns how many calls of the guest, and how many callbacks, an action takes. */
function countCalls(db, action) {
  const { guest, handlers } = connectionOf(db);
  const [functions, get] = [{ ...guest }, handlers.get];
  const counts = { calls: 0, callbacks: 0 };
  for (const [name, call] of Object.entries(functions)) {
    guest[name] = (...values) => {
      counts.calls += 1;
      return call(...values);
    };
  }
  handlers.get = (number) => {
    counts.callbacks += 1;
    return get.call(handlers, number);
  };
  action();
  Object.assign(guest, functions);
  delete handlers.get;
  return counts;
}

test('a connection without hooks makes no more calls than before it had hooks', (t) => {
  const db = open(t);
  const insert = db.prepare('insert into t values (1)');
  const work = () => {
    for (let i = 0; i < 100; i += 1) insert.run();
    db.exec('begin; update t set a = 2; rollback');
  };
  work();
  const unused = countCalls(db, work);
  assert.equal(unused.callbacks, 0);
  assert.ok(unused.calls >= 100);
  for (const name of HOOKS) db[name](() => false);
  // 100 rows and as many commits; 300 rows and one rollback.
  assert.deepEqual(countCalls(db, work), { calls: unused.calls, callbacks: 501 });
  for (const name of HOOKS) db[name](null);
  assert.deepEqual(countCalls(db, work), unused);
});

test('a statement that is collected while it writes calls the commit hook, whose error is nobody\'s', async (t) => {
  const db = open(t);
  let commits = 0;
  db.commitHook(() => {
    commits += 1;
    assert.throws(() => db.exec(''), BUSY);
    throw new Error('lost');
  });
  (() => db.prepare('insert into t values (1), (2) returning a').iterate().next())();
  await collectGarbage();
  assert.equal(commits, 1);
  assert.equal(db.prepare('select count(*) from t').pluck().get(), 0);
});
