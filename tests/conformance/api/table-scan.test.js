'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');

const open = (t, name = ':memory:') => scratch(t).open(name);
const raw = (db, sql, ...args) => db.prepare(sql).raw().all(...args);

/** Returns a table with two parameters, whose only row shows them. Each scan appends its arguments to `log`. */
function echo(log = []) {
  return {
    columns: ['x', 'y'],
    *rows(...args) {
      log.push(args);
      yield { x: String(args[0]), y: String(args[1]) };
    },
    parameters: ['p', 'q'],
  };
}

for (const [from, calls, rowCount = 1] of [
  ['v', [[undefined, undefined]]],
  ['v(1)', [[1, undefined]]],
  ['v(1, 2)', [[1, 2]]],
  ['v where p = 1', [[1, undefined]]],
  ['v where q = 2', [[undefined, 2]]],
  ['v where q = 2 and p = 1', [[1, 2]]],
  ['v(1) where q = 2', [[1, 2]]],
  ['v(1, null)', [], 0],
  ['v where p is null and q = 5', null],
  ['v(null)', [], 0],
  ['v(1) where p = 1', [[1, undefined]]],
  ['v(1) where p = 2', [[2, undefined]], 0],
  ['v where p = 1 and p = 2 and q = 3', [], 0],
  ["v('a', x'01')", [['a', Buffer.from([1])]]],
  ['v(0.5, 9007199254740993)', [[0.5, 9007199254740992]]],
  ["v('1', '')", [['1', '']]],
  ['(select 7 as a), v(a)', [[7, undefined]]],
  ['(select 7 as a) join v on q = a', [[undefined, 7]]],
  ["json_each('[1,2]') as j, v(j.value, 5)", [[1, 5], [2, 5]], 2],
  ['v as one, v as two where one.p = 1 and two.p = one.y', [[1, undefined], ['undefined', undefined]]],
  ['v(1, 2) limit 0', [], 0],
  ['v(1, 2) limit 1 offset 0', [[1, 2]]],
]) {
  test(`rows() gets the arguments of: from ${from}`, (t) => {
    const log = [];
    const db = open(t).table('v', echo(log));
    if (calls === null) {
      const message = 'virtual table parameter "p" can only be constrained by the \'=\' operator';
      assert.throws(() => db.prepare(`select 1 from ${from}`), sqliteError('SQLITE_ERROR', message));
      return;
    }
    assert.equal(raw(db, `select 1 from ${from}`).length, rowCount);
    assert.deepEqual(log, calls);
  });
}

for (const [operator, rowCount] of [
  ['>', 0], ['<', 0], ['>=', 1], ['<=', 1], ['like', 1], ['glob', 1], ['!=', 0], ['is', 1], ['is not', 0],
]) {
  test(`a parameter may not be constrained by ${operator}`, (t) => {
    const db = open(t).table('v', echo());
    assert.throws(
      () => db.prepare(`select * from v where q ${operator} 5`),
      sqliteError('SQLITE_ERROR', 'virtual table parameter "q" can only be constrained by the \'=\' operator'),
    );
    assert.equal(raw(db, `select x from v where y ${operator} 'undefined'`).length, rowCount);
  });
}

test('rows() gets bound arguments, and is not called for null', (t) => {
  const log = [];
  const db = open(t).table('v', echo(log));
  const select = db.prepare('select x, y from v(?, ?)').raw();
  for (const args of [[1, 'a'], [2n, null], [Buffer.from([5]), 0.5]]) select.all(args);
  assert.deepEqual(log, [[1, 'a'], [Buffer.from([5]), 0.5]]);
});

test('hidden columns return the original arguments', (t) => {
  const db = open(t).table('v', {
    columns: ['a'],
    *rows(bytes, _other) {
      bytes.fill(9);
      yield [bytes];
      yield [1];
    },
  });
  assert.deepEqual(raw(db, 'select a, "$1", "$2" from v(?)', Buffer.from([1])), [
    [Buffer.from([9]), Buffer.from([1]), null], [1, Buffer.from([1]), null],
  ]);
  assert.deepEqual(db.prepare('select * from v(?)').all(Buffer.from([1])), [{ a: Buffer.from([9]) }, { a: 1 }]);
});

for (const [name, row, values] of [
  ['an array', [1, 'b'], [1, 'b']],
  ['an object', { x: 1, y: 'b' }, [1, 'b']],
  ['an object in another order', { y: 'b', x: 1 }, [1, 'b']],
  ['an object without prototype', Object.assign(Object.create(null), { x: 1, y: 2 }), [1, 2]],
  ['a class instance', new (class Row { x = 1; y = 2; })(), [1, 2]],
  ['an array with a hole', [, 2], [null, 2]], // eslint-disable-line no-sparse-arrays
  ['an object with undefined and null', { x: undefined, y: null }, [null, null]],
  ['an array with a number and a bigint', [-0.5, 5n], [-0.5, 5]],
  ['an array with a text and a blob', ['é\0漢', Buffer.from('ab')], ['é\0漢', Buffer.from('ab')]],
  ['an array with long values', ['x'.repeat(9000), Buffer.alloc(9000, 1)], ['x'.repeat(9000), Buffer.alloc(9000, 1)]],
  ['an array with empty values', ['', Buffer.alloc(0)], ['', Buffer.alloc(0)]],
]) {
  test(`a row may be ${name}`, (t) => {
    const db = open(t).table('v', { columns: ['x', 'y'], *rows() { yield row; } });
    assert.deepEqual(raw(db, 'select x, y from v'), [values]);
  });
}

// Values are checked when SQLite asks for the column; by then the row is accepted, and the generator is not ended.
for (const [name, row, error, endsGenerator = true] of [
  ['a number', 5, typeError('Virtual table module "v" yielded something that isn\'t a valid row object')],
  ['null', null, typeError('Virtual table module "v" yielded something that isn\'t a valid row object')],
  ['undefined', undefined, typeError('Virtual table module "v" yielded something that isn\'t a valid row object')],
  ['a function', () => {}, typeError('Virtual table module "v" yielded something that isn\'t a valid row object')],
  ['a short array', [1], typeError('Virtual table module "v" yielded a row with an incorrect number of columns')],
  ['a long array', [1, 2, 3], typeError('Virtual table module "v" yielded a row with an incorrect number of columns')],
  ['an object with an undeclared column', { x: 1, y: 2, z: 3 },
    typeError('Virtual table module "v" yielded a row with an undeclared column "z"')],
  ['an object without a declared column', { x: 1 },
    typeError('Virtual table module "v" yielded a row with missing columns')],
  ['an object with inherited columns', Object.create({ x: 1, y: 2 }),
    typeError('Virtual table module "v" yielded a row with missing columns')],
  ['an array with a boolean', [1, true], typeError('Virtual table module "v" yielded an invalid value'), false],
  ['an object with an object as value', { x: {}, y: 1 },
    typeError('Virtual table module "v" yielded an invalid value'), false],
  ['an array with a bigint that is too big', [2n ** 63n, 1],
    rangeError('Virtual table module "v" yielded a bigint that was too big'), false],
]) {
  test(`a row may not be ${name}`, (t) => {
    const log = [];
    const db = open(t).table('v', {
      columns: ['x', 'y'],
      *rows() {
        try {
          yield [1, 2];
          yield row;
        } finally {
          log.push('ended');
        }
      },
    });
    assert.throws(() => raw(db, 'select x, y from v'), error);
    assert.deepEqual(log, endsGenerator ? ['ended'] : []);
  });
}

test('the value of a column that is not selected is not checked', (t) => {
  const db = open(t).table('v', { columns: ['x', 'y'], *rows() { yield [1, true]; } });
  assert.deepEqual(raw(db, 'select x from v'), [[1]]);
});

test('rows() is asked for one row at a time, and an abandoned scan does not end the generator', (t) => {
  const log = [];
  const db = open(t).table('v', {
    columns: ['a'],
    *rows() {
      try {
        for (let i = 1; ; i += 1) {
          log.push(i);
          yield [i];
        }
      } finally {
        log.push('ended');
      }
    },
  });
  assert.deepEqual(db.prepare('select a from v').pluck().get(), 1);
  assert.deepEqual(log, [1]);
  log.length = 0;
  assert.deepEqual(raw(db, 'select a from v limit 2 offset 1'), [[2], [3]]);
  assert.deepEqual(log, [1, 2, 3]);
  log.length = 0;
  for (const a of db.prepare('select a from v').pluck().iterate()) if (a === 3) break;
  assert.deepEqual(log, [1, 2, 3]);
});

test('rows() may yield the same array repeatedly', (t) => {
  const db = open(t).table('v', {
    columns: ['a'],
    *rows() {
      const row = [0];
      for (let i = 0; i < 3; i += 1) {
        row[0] = i;
        yield row;
      }
    },
  });
  assert.deepEqual(raw(db, 'select rowid, a from v'), [[1, 0], [2, 1], [3, 2]]);
});

test('virtual tables can be joined, sorted and copied into tables', (t) => {
  const db = open(t).table('series', {
    columns: ['value'],
    parameters: ['start', 'stop'],
    *rows(start, stop = start) {
      for (let value = start; value <= stop; value += 1) yield [value];
    },
  });
  assert.deepEqual(
    raw(db, 'select b.value from series(1, 3) a, series(a.value, 3) b order by 1 desc').flat(),
    [3, 3, 3, 2, 2, 1],
  );
  db.exec('create table t as select value as v from series(1, 1000)');
  assert.deepEqual(raw(db, 'select sum(v) from t where v in (select value from series(10, 20))'), [[165]]);
  assert.deepEqual(
    raw(db, 'select t.v, rowid from t where exists (select 1 from series(5, 6) where value = v)').length,
    2,
  );
  assert.deepEqual(raw(db, 'select value from series(1, 5) where value % 2'), [[1], [3], [5]]);
});

test('an argument that no query plan can supply is an error', (t) => {
  const db = open(t).table('v', echo());
  assert.throws(
    () => db.prepare('select * from v as a, v as b where a.p = b.x and b.p = a.x'),
    { code: 'SQLITE_ERROR', message: 'no query solution' },
  );
});

test('an eponymous-only table can be neither created nor modified', (t) => {
  const db = open(t).table('v', echo());
  assert.throws(() => db.exec('create virtual table t using v'), sqliteError('SQLITE_ERROR', 'no such module: v'));
  for (const sql of ["insert into v values ('a', 'b')", 'delete from v', "update v set x = 'a'"]) {
    assert.throws(() => db.exec(sql), sqliteError('SQLITE_ERROR', 'table v may not be modified'));
  }
});

test('CREATE VIRTUAL TABLE calls the factory with its names and arguments', (t) => {
  const log = [];
  const db = open(t).table('csv', function factory(...args) {
    log.push([{ ...this }, args]);
    return { columns: args.map((text) => text.replace(/\W/g, '')), *rows() { yield args; } };
  });
  assert.throws(() => db.prepare('select * from csv'), sqliteError('SQLITE_ERROR', 'no such table: csv'));
  db.exec(`create virtual table one using csv( a , "b c" ,, 'd' ); create virtual table temp.two using csv(x)`);
  assert.deepEqual(log, [
    [{ module: 'csv', database: 'main', table: 'one' }, ['a', '"b c"', "'d'"]],
    [{ module: 'csv', database: 'temp', table: 'two' }, ['x']],
  ]);
  assert.deepEqual(db.prepare('select * from one').all(), [{ a: 'a', bc: '"b c"', d: "'d'" }]);
  db.exec('drop table one');
  assert.throws(() => db.prepare('select * from one'), sqliteError('SQLITE_ERROR', 'no such table: one'));
});

test('the factory of a stored virtual table is called at its first use', (t) => {
  const { open: openIn } = scratch(t);
  const factory = (calls) => (...args) => {
    calls.push(args);
    return { columns: ['a'], *rows() { yield args; } };
  };
  openIn('test.db').table('m', factory([])).exec('create virtual table t using m(5)').close();
  const db = openIn('test.db');
  assert.throws(() => db.prepare('select * from t'), sqliteError('SQLITE_ERROR', 'no such module: m'));
  const calls = [];
  db.table('m', factory(calls));
  assert.deepEqual(calls, []);
  assert.deepEqual(raw(db, 'select a from t'), [['5']]);
  assert.deepEqual(calls, [['5']]);

  const error = new Error('no columns');
  const failing = openIn('test.db').table('m', () => {
    throw error;
  });
  assert.throws(() => failing.prepare('select * from t'), (thrown) => thrown === error);
  assert.throws(() => failing.exec('select * from t'), (thrown) => thrown === error);
  assert.throws(() => failing.prepare('garbage'), sqliteError('SQLITE_ERROR', 'near "garbage": syntax error'));
});

test('a direct-only table may not be used in a view', (t) => {
  const db = open(t).table('v', { ...echo(), directOnly: true }).exec('create view w as select * from v(1, 2)');
  assert.equal(raw(db, 'select * from v(1, 2)').length, 1);
  assert.throws(() => raw(db, 'select * from w'), sqliteError('SQLITE_ERROR', 'unsafe use of virtual table "v"'));
});

for (const [name, setting, option, expected] of [
  ['by default', false, {}, 'number'],
  ['with defaultSafeIntegers()', true, {}, 'bigint'],
  ['with safeIntegers: true', false, { safeIntegers: true }, 'bigint'],
  ['with safeIntegers: false', true, { safeIntegers: false }, 'number'],
]) {
  test(`a table gets integers as ${expected}s ${name}`, (t) => {
    const db = open(t).table('v', { columns: ['a'], *rows(n) { yield [typeof n]; }, ...option });
    db.defaultSafeIntegers(setting);
    assert.deepEqual(raw(db, 'select a from v(5)'), [[expected]]);
  });
}

test('a table can be redefined', (t) => {
  const db = open(t).table('v', { columns: ['a'], *rows() { yield [1]; } });
  assert.deepEqual(raw(db, 'select * from v'), [[1]]);
  db.table('v', { columns: ['b'], *rows() { yield [2]; } });
  assert.deepEqual(db.prepare('select * from v').all(), [{ b: 2 }]);
});

test('a table may have 32 parameters', (t) => {
  const parameters = Array.from({ length: 32 }, (_, i) => `p${i}`);
  const db = open(t).table('v', { columns: ['a'], parameters, *rows(...args) { yield [args.join()]; } });
  const args = parameters.map((_, i) => i);
  assert.deepEqual(raw(db, `select a, p31 from v(${args})`), [[args.join(), 31]]);
});

test('a table yields fifty thousand rows', (t) => {
  const db = open(t).table('v', {
    columns: ['a', 'b'],
    *rows() { for (let i = 0; i < 50_000; i += 1) yield [i, `row ${i}`]; },
  });
  assert.deepEqual(raw(db, 'select count(*), sum(a), max(length(b)) from v'), [[50_000, 1_249_975_000, 9]]);
});
