'use strict';

// SQLite's limits of 2000 columns and 32766 parameters, and what exceeds them.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sqliteError, rangeError } = require('../support/errors');
const { scratch } = require('../support/scratch');

const COLUMNS = 2000;
const PARAMETERS = 32766;

const range = (count) => Array.from({ length: count }, (_, i) => i);
const names = range(COLUMNS).map((i) => `column_${i}`);

/** Returns the value of a field. Neighbouring columns have values of different kinds. */
function value(row, column) {
  const values = [
    null, row * COLUMNS + column, column / 3, `text ${row}.${column}`, 'ü'.repeat(column % 7),
    Buffer.alloc(column % 9, row),
  ];
  return values[column % values.length];
}

/** Creates a table as wide as a table can be, with three rows. */
function wideTable(t) {
  const db = scratch(t).open();
  db.exec(`create table wide (${names.join(', ')})`);
  const insert = db.prepare(`insert into wide values (${names.map(() => '?').join(', ')})`);
  const rows = range(3).map((row) => names.map((_, column) => value(row, column)));
  for (const row of rows) assert.equal(insert.run(row).changes, 1);
  return { db, rows };
}

test('2000 columns are read in every mode', (t) => {
  const { db, rows } = wideTable(t);
  const objects = rows.map((row) => Object.fromEntries(row.map((item, i) => [names[i], item])));
  const select = db.prepare('select * from wide order by rowid');
  assert.deepEqual(select.all(), objects);
  assert.deepEqual(select.get(), objects[0]);
  assert.deepEqual([...select.iterate()], objects);
  assert.deepEqual(select.columns().map((column) => column.name), names);
  assert.deepEqual(select.pluck().all(), rows.map((row) => row[0]));
  assert.deepEqual(select.pluck(false).expand().get(), { wide: objects[0] });
  assert.deepEqual(select.expand(false).raw().all(), rows);
  assert.deepEqual([...select.iterate()], rows);
});

test('2000 columns hold long texts', (t) => {
  const { db } = wideTable(t);
  const texts = names.map((name) => name.repeat(50));
  db.prepare(`insert into wide (rowid, ${names.join(', ')}) values (9, ${names.map(() => '?').join(', ')})`).run(texts);
  assert.deepEqual(db.prepare('select * from wide where rowid = 9').raw().get(), texts);
  assert.deepEqual(db.prepare('select * from wide where rowid = 9').raw().all(), [texts]);
});

test('2000 named parameters update a row', (t) => {
  const { db, rows } = wideTable(t);
  const update = db.prepare(`update wide set ${names.map((name) => `${name} = @${name}`).join(', ')} where rowid = 1`);
  update.run(Object.fromEntries(names.map((name, i) => [name, rows[2][i]])));
  assert.deepEqual(db.prepare('select * from wide where rowid = 1').raw().get(), rows[2]);
});

test('a result has at most 2000 columns, as a table has', (t) => {
  const { db } = wideTable(t);
  const numbers = db.prepare(`select ${range(COLUMNS).join(', ')}`).raw();
  assert.deepEqual(numbers.get(), range(COLUMNS));
  assert.deepEqual(numbers.safeIntegers().all(), [range(COLUMNS).map(BigInt)]);
  const tooMany = sqliteError('SQLITE_ERROR', 'too many columns in result set');
  assert.throws(() => db.prepare(`select ${range(COLUMNS + 1).join(', ')}`), tooMany);
  assert.throws(() => db.prepare('select * from wide, wide as other'), tooMany);
  assert.throws(
    () => db.exec(`create table wider (${names.join(', ')}, last)`),
    sqliteError('SQLITE_ERROR', 'too many columns on wider'),
  );
});

test('32766 parameters are bound, and more are refused', (t) => {
  const { db } = wideTable(t);
  const marks = (count) => range(count).map(() => '?').join(', ');
  const values = range(PARAMETERS).map((i) => (i % 3 ? i : `text ${i}`));
  const sum = values.reduce((total, item) => total + (typeof item === 'number' ? item : 0), 0);

  const rows = range(PARAMETERS).map(() => '(?)').join(', ');
  const count = db.prepare(`select count(*) as count, sum(column1) as sum from (values ${rows})`);
  assert.deepEqual(count.get(values), { count: PARAMETERS, sum });
  assert.deepEqual(count.get(...values), { count: PARAMETERS, sum });
  assert.deepEqual(count.all(values), [{ count: PARAMETERS, sum }]);
  assert.deepEqual(count.bind(values).get(), { count: PARAMETERS, sum });

  const isIn = db.prepare(`select ? in (${marks(PARAMETERS - 1)})`).pluck();
  assert.equal(isIn.get(['text 32763', ...values.slice(0, -1)]), 1);
  assert.throws(() => isIn.get(values.slice(1)), rangeError('Too few parameter values were provided'));
  assert.throws(() => isIn.get([...values, 1]), rangeError('Too many parameter values were provided'));
  assert.throws(
    () => db.prepare(`select ${marks(10)} in (${marks(PARAMETERS)})`),
    sqliteError('SQLITE_ERROR', 'too many SQL variables'),
  );
  assert.equal(db.prepare(`select ?${PARAMETERS}`).columns().length, 1);
  assert.throws(
    () => db.prepare(`select ?${PARAMETERS + 1}`),
    sqliteError('SQLITE_ERROR', `variable number must be between ?1 and ?${PARAMETERS}`),
  );
});

test('32766 named parameters are bound', (t) => {
  const { db } = wideTable(t);
  const parameters = Object.fromEntries(range(PARAMETERS).map((i) => [`p${i}`, i]));
  const rows = Object.keys(parameters).map((name) => `($${name})`).join(', ');
  const sum = db.prepare(`select sum(column1) from (values ${rows})`).pluck();
  assert.equal(sum.get(parameters), PARAMETERS * (PARAMETERS - 1) / 2);
});
