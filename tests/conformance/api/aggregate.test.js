'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { NOT_OPEN, rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t) => scratch(t).open(':memory:');
const values = (db, sql, ...args) => db.prepare(sql).pluck().all(...args);

const withLength = (length, fn = () => 1) => Object.defineProperty(fn, 'length', { value: length });

const step = (sum, a) => sum + a;
const needsFunction = (name) => typeError(`Expected the "${name}" option to be a function`);
const needsBoolean = (name) => typeError(`Expected the "${name}" option to be a boolean`);
const needsOptions = typeError('Expected second argument to be an options object');
const badLength = typeError('Expected function.length to be a positive integer');
const tooMany = rangeError('User-defined functions cannot have more than 100 arguments');

// In the order of the checks: each row also has the mistakes of the rows below it.
for (const [name, args, error] of [
  ['a missing name', [], typeError('Expected first argument to be a string')],
  ['a name that is not a string', [5, 5], typeError('Expected first argument to be a string')],
  ['missing options', ['f'], needsOptions],
  ['null as options', ['', null], needsOptions],
  ['a function as options', ['', step], needsOptions],
  ['an empty name', ['', {}], typeError('User-defined function name cannot be an empty string')],
  ['a missing step', ['f', { inverse: 5 }], typeError('Missing required option "step"')],
  ['null as step', ['f', { step: null, inverse: 5 }], typeError('Missing required option "step"')],
  ['undefined as step', ['f', { step: undefined }], typeError('Missing required option "step"')],
  ['a step that is not a function', ['f', { step: 5, inverse: 5 }], needsFunction('step')],
  ['an inverse that is not a function', ['f', { step, inverse: 5, result: 5 }], needsFunction('inverse')],
  ['a result that is not a function', ['f', { step, result: false, safeIntegers: 5 }], needsFunction('result')],
  ['a safeIntegers that is not a boolean', ['f', { step, safeIntegers: 5, deterministic: 5 }],
    needsBoolean('safeIntegers')],
  ['a deterministic that is not a boolean', ['f', { step, deterministic: undefined, directOnly: 5 }],
    needsBoolean('deterministic')],
  ['a directOnly that is not a boolean', ['f', { step, directOnly: null, varargs: 5 }], needsBoolean('directOnly')],
  ['a varargs that is not a boolean', ['f', { step: withLength(-1), varargs: 1 }], needsBoolean('varargs')],
  ['a step of negative length', ['f', { step: withLength(-1), inverse: withLength(102) }], badLength],
  ['an inverse whose length is not a number', ['f', { step: withLength(102), inverse: withLength('5') }], badLength],
  ['a step with 102 parameters', ['f', { step: withLength(102) }], tooMany],
  ['an inverse with 102 parameters', ['f', { step, inverse: withLength(102) }], tooMany],
]) {
  test(`aggregate() rejects ${name}`, (t) => {
    const db = open(t);
    assert.throws(() => db.aggregate(...args), error);
    db.close();
    assert.throws(() => db.aggregate(...args), error);
  });
}

for (const [name, options] of [
  ['a step alone', { step }],
  ['null and undefined for the other options', { step, inverse: null, result: undefined, start: undefined }],
  ['a step with 101 parameters', { step: withLength(101) }],
  ['a step without parameters', { step: withLength(0) }],
  ['varargs with a step of any length', { step: withLength(-1), varargs: true }],
  ['inherited options', Object.create({ step })],
]) {
  test(`aggregate() accepts ${name}`, (t) => {
    const db = open(t);
    assert.equal(db.aggregate('f', options), db);
  });
}

test('aggregate() throws on a closed database', (t) => {
  assert.throws(() => open(t).close().aggregate('f', { step }), typeError(NOT_OPEN));
});

for (const [name, options, rows, expected] of [
  ['start is the initial value', { start: 10, step }, '[1,2,3]', 16],
  ['a start function returns the initial value', { start: () => 10, step }, '[1,2,3]', 16],
  ['without start the initial value is null', { step: (sum, a) => `${sum}${a}` }, '[1,2,3]', 'null123'],
  ['an undefined start is the initial value',
    { start: undefined, step: (sum, a) => `${sum}${a}` }, '[1]', 'undefined1'],
  ['without rows the value is start', { start: 10, step }, '[]', 10],
  ['without rows result() gets start', { start: 10, step, result: (sum) => -sum }, '[]', -10],
  ['without rows and start the value is null', { step }, '[]', null],
  ['a step that returns undefined keeps the accumulator',
    { start: () => [], step: (list, a) => void list.push(a), result: String }, '[1,2]', '1,2'],
  ['a step that returns null sets the accumulator', { start: 5, step: (_sum, _a) => null }, '[1]', null],
  ['result() computes the value', { start: 1, step, result: (sum) => `sum ${sum}` }, '[1,2]', 'sum 4'],
  ['a result of undefined is null', { start: 1, step, result: () => {} }, '[1]', null],
  ['a bigint is an integer', { start: 5n, step: (sum, a) => sum + BigInt(a) }, '[1,2]', 8],
]) {
  test(`an aggregate: ${name}`, (t) => {
    const db = open(t).aggregate('f', options);
    assert.deepEqual(values(db, 'select f(value) from json_each(?)', rows), [expected]);
  });
}

test('a start object is shared by all groups, a start function is called for each', (t) => {
  const list = { step: (all, a) => void all.push(a), result: String };
  const db = open(t).aggregate('shared', { ...list, start: [] }).aggregate('fresh', { ...list, start: () => [] });
  const sql = (name) => `select ${name}(value) from json_each('[1,2]')`;
  assert.deepEqual([...values(db, sql('shared')), ...values(db, sql('shared'))], ['1,2', '1,2,1,2']);
  assert.deepEqual([...values(db, sql('fresh')), ...values(db, sql('fresh'))], ['1,2', '1,2']);
});

test('the longer of step and inverse determines the number of arguments', (t) => {
  const db = open(t);
  db.aggregate('f', { step: (_sum, a, b) => a + b });
  db.aggregate('g', { step: () => 5, inverse: (_sum, _a) => 6 });
  db.aggregate('h', { varargs: true, step: (...all) => all.length });
  db.aggregate('n', { start: (_a, _b) => 0, step: () => 7, result: (a, _b) => a });
  assert.deepEqual(db.prepare('select f(1, 2), g(1), h(1, 2, 3), h(), n()').raw().get(), [3, 5, 4, 1, 7]);
  for (const sql of ['select f(1)', 'select g()', 'select n(1)']) {
    assert.throws(() => db.prepare(sql), { code: 'SQLITE_ERROR' });
  }
});

test('an aggregate supports GROUP BY, FILTER and DISTINCT', (t) => {
  const db = open(t).aggregate('f', { start: 0, step });
  db.exec('create table t (a, b); insert into t values (1, 1), (1, 2), (2, 3), (2, 3), (3, 5)');
  assert.deepEqual(values(db, 'select f(b) from t group by a'), [3, 6, 5]);
  assert.deepEqual(values(db, 'select f(b) filter (where a > 1) from t'), [11]);
  assert.deepEqual(values(db, 'select f(distinct b) from t'), [11]);
  assert.deepEqual(values(db, 'select f(b) from t group by a having f(b) > 4 order by f(b)'), [5, 6]);
  assert.deepEqual(db.prepare('select f(a), f(b), f(a * b) from t').raw().get(), [9, 14, 30]);
});

/** Returns an aggregate that appends each call to `log`. */
function logging(log) {
  return {
    start: () => (log.push('start'), 0),
    step: (sum, a) => (log.push(`+${a}`), sum + a),
    inverse: (sum, a) => (log.push(`-${a}`), sum - a),
    result: (sum) => (log.push(`=${sum}`), sum),
  };
}

for (const [window, expected, calls] of [
  ['order by value', [1, 3, 6], 'start +1 =1 +2 =3 +3 =6'],
  ['', [6, 6, 6], 'start +1 +2 +3 =6'],
  ['rows between 1 preceding and current row', [1, 3, 5], 'start +1 =1 +2 =3 -1 +3 =5'],
  ['rows between current row and 1 following', [3, 5, 3], 'start +1 +2 =3 -1 +3 =5 -2 =3'],
  ['partition by value', [1, 2, 3], 'start +1 =1 start +2 =2 start +3 =3'],
]) {
  test(`an aggregate over a window: ${window || 'all rows'}`, (t) => {
    const log = [];
    const db = open(t).aggregate('f', logging(log));
    assert.deepEqual(values(db, `select f(value) over (${window}) from json_each('[1,2,3]')`), expected);
    assert.deepEqual(log.join(' '), calls);
  });
}

test('a window function also works as a plain aggregate', (t) => {
  const log = [];
  const db = open(t).aggregate('f', logging(log));
  assert.deepEqual(values(db, "select f(value) from json_each('[1,2]')"), [3]);
  assert.equal(log.join(' '), 'start +1 +2 =3');
});

test('an aggregate without an inverse is not a window function', (t) => {
  const db = open(t).aggregate('f', { step });
  assert.throws(
    () => db.prepare('select f(1) over ()'),
    sqliteError('SQLITE_ERROR', 'f() may not be used as a window function'),
  );
});

test('a window calls nothing after a callback has thrown', (t) => {
  for (const [bad, calls] of [
    ['start', 'start'], ['+1', 'start +1'], ['=1', 'start +1 =1'], ['-1', 'start +1 =1 +2 =3 -1'],
    ['+3', 'start +1 =1 +2 =3 -1 +3'],
  ]) {
    const log = [];
    const push = log.push.bind(log);
    log.push = (entry) => {
      push(entry);
      if (entry === bad) throw bad;
    };
    const db = open(t).aggregate('f', logging(log));
    const sql = "select f(value) over (rows between 1 preceding and current row) from json_each('[1,2,3]')";
    assert.throws(() => values(db, sql), (error) => error === bad);
    assert.equal(log.join(' '), calls);
  }
});

for (const [value, error] of [
  [true, typeError('User-defined function f() returned an invalid value')],
  [{}, typeError('User-defined function f() returned an invalid value')],
  [2n ** 63n, rangeError('User-defined function f() returned a bigint that was too big')],
]) {
  test(`an aggregate may not return ${typeof value}: ${value}`, (t) => {
    const db = open(t).aggregate('f', { start: value, step() {} });
    assert.throws(() => values(db, 'select f()'), error);
    db.aggregate('f', { step() {}, inverse() {}, result: () => value });
    assert.throws(() => values(db, 'select f() over ()'), error);
  });
}

test('an accumulator may be any object, and the callbacks get no this', (t) => {
  const seen = [];
  const db = open(t).aggregate('f', {
    start: () => new Map(),
    step(map, a) {
      seen.push(map instanceof Map, this);
      return map.set(a, true);
    },
    result(map) {
      seen.push(this);
      return map.size;
    },
  });
  assert.deepEqual(values(db, "select f(value) from json_each('[1,1,2]')"), [2]);
  assert.deepEqual(seen, [true, undefined, true, undefined, true, undefined, undefined]);
});

for (const [name, setting, options, expected] of [
  ['by default', false, {}, 'number'],
  ['with defaultSafeIntegers()', true, {}, 'bigint'],
  ['with safeIntegers: true', false, { safeIntegers: true }, 'bigint'],
  ['with safeIntegers: false', true, { safeIntegers: false }, 'number'],
]) {
  test(`an aggregate gets integers as ${expected}s ${name}`, (t) => {
    const db = open(t).defaultSafeIntegers(setting);
    db.aggregate('f', { ...options, step: (_sum, a) => typeof a });
    assert.deepEqual(values(db, 'select f(5)'), [expected]);
  });
}

test('a direct-only aggregate may not be used in a view', (t) => {
  const db = open(t).aggregate('f', { step, directOnly: true }).exec('create view v as select f(1) as a');
  assert.throws(() => values(db, 'select a from v'), sqliteError('SQLITE_ERROR', 'unsafe use of f()'));
});

test('an aggregate runs over 7000 groups', (t) => {
  const db = open(t).aggregate('f', { start: 0, step });
  const sql = `
    with recursive n(i) as (select 1 union all select i + 1 from n limit 20000)
    select sum(s) from (select f(i) as s from n group by i % 7000)
  `;
  assert.deepEqual(values(db, sql), [200_010_000]);
});
