'use strict';

// The stacks of errors that SQLite reports, and the settings of Error that decide what they contain.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const NOT_NULL = 'NOT NULL constraint failed: t.a';

/** Returns a function that fails in the database, and has a name to look for in the error's stack. */
function failingCall(t) {
  const statement = scratch(t).open(':memory:').exec('create table t (a not null)').prepare('insert into t values (?)');
  return function callHere() {
    return statement.run(null);
  };
}

/** Returns what a function throws. */
function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail('not thrown');
}

/** Sets a property of Error until the test ends. */
function setting(t, name, descriptor) {
  const before = Object.getOwnPropertyDescriptor(Error, name);
  t.after(() => {
    Reflect.deleteProperty(Error, name);
    if (before !== undefined) Object.defineProperty(Error, name, before);
  });
  Object.defineProperty(Error, name, { configurable: true, ...descriptor });
}

test('the stack of an error in a statement begins with the caller of the method', (t) => {
  const [first, second] = thrownBy(failingCall(t)).stack.split('\n');
  assert.equal(first, `SqliteError: ${NOT_NULL}`);
  assert.match(second, /^ {4}at callHere \(.*error-stacks\.test\.js:\d+:\d+\)$/);
});

for (const [title, use] of Object.entries({
  'get()': (statement) => statement.get(),
  'all()': (statement) => statement.all(),
  'next() of an iterator': (statement) => statement.iterate().next(),
})) {
  test(`the stack of an error in ${title} begins with the caller of the method`, (t) => {
    const statement = scratch(t).open(':memory:').prepare("select json('{')");
    const callHere = () => use(statement);
    assert.match(thrownBy(callHere).stack.split('\n')[1], / {4}at use |error-stacks\.test\.js/);
  });
}

test('the stack of an error has as many frames as Error.stackTraceLimit says, which stays', (t) => {
  const call = failingCall(t);
  for (const [limit, frames] of [[3, 3], [1, 1], [0, 0]]) {
    setting(t, 'stackTraceLimit', { value: limit, writable: true });
    assert.equal(thrownBy(call).stack.split('\n').length - 1, frames);
    assert.equal(Error.stackTraceLimit, limit);
  }
});

for (const [title, descriptor] of Object.entries({
  'is not writable': { value: 10, writable: false },
  'is undefined': { value: undefined, writable: true },
  'is no number': { value: 'many', writable: true },
  'cannot be read': { get: () => { throw new Error('read'); }, set: () => {} },
  'has a setter that does nothing': { get: () => 10, set: () => {} },
})) {
  test(`an error is thrown where Error.stackTraceLimit ${title}`, (t) => {
    const call = failingCall(t);
    setting(t, 'stackTraceLimit', descriptor);
    assert.throws(call, sqliteError('SQLITE_CONSTRAINT_NOTNULL', NOT_NULL));
    const now = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
    assert.deepEqual({ ...now, ...descriptor }, now);
  });
}

test('Error.prepareStackTrace gets the error with its code, and frames from the caller on', (t) => {
  const call = failingCall(t);
  const seen = [];
  setting(t, 'prepareStackTrace', {
    writable: true,
    value: (error, frames) => {
      seen.push([error.code, error.message, frames[0].getFunctionName()]);
      return 'prepared';
    },
  });
  assert.equal(thrownBy(call).stack, 'prepared');
  assert.deepEqual(seen, [['SQLITE_CONSTRAINT_NOTNULL', NOT_NULL, 'callHere']]);
});

test('an error has its stack, its message and its code as own properties', (t) => {
  const error = thrownBy(failingCall(t));
  assert.deepEqual(Object.getOwnPropertyNames(error).sort(), ['code', 'message', 'stack']);
  const { enumerable, configurable } = Object.getOwnPropertyDescriptor(error, 'stack');
  assert.deepEqual({ enumerable, configurable }, { enumerable: false, configurable: true });
});
