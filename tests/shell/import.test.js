'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratchFolder } = require('../support/scratch-folder');
const { output, shell } = require('./support/shell');

/** Imports a text as CSV, and returns the shell's result after further arguments. */
function importing(t, csv, before = [], after = ['.mode json', 'SELECT * FROM t'], args = '') {
  const { file, write } = scratchFolder(t);
  write('in.csv', csv);
  return shell([':memory:', ...before, `.import ${file('in.csv')} t ${args}`, ...after]);
}

test('a new table has the names of the first record', (t) => {
  const { stdout } = importing(t, '\ufeffid,"two words",名前\r\n1,"a ""quoted"", text",\r\n2,"line\r\nbreak",日本\r\n');
  assert.deepEqual(JSON.parse(stdout), [
    { id: '1', 'two words': 'a "quoted", text', 名前: '' },
    { id: '2', 'two words': 'line\r\nbreak', 名前: '日本' },
  ]);
});

test('a table that exists converts the texts to the types of its columns', (t) => {
  const create = ['CREATE TABLE t(a INTEGER, b REAL, c TEXT, d AS (a + 1))'];
  const { stdout } = importing(t, 'a,b,c\n1,2,3\n', create, undefined, '--skip 1');
  assert.deepEqual(JSON.parse(stdout), [{ a: 1, b: 2, c: '3', d: 2 }]);
});

for (const [what, csv, message] of [
  ['an open quote', 'a,b\n1,"2\n', /quote/i],
  ['a quote inside a field', 'a,b\n1,2"3"\n', /quote/i],
  ['a missing field', 'a,b\n1,2\n3\n', /in\.csv|length/i],
  ['text that is not UTF-8', Buffer.from('a,b\n1,\xe9\n', 'latin1'), /UTF-8/],
  ['a NUL-filled half', Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.alloc(100, 0xff)]), /UTF-8/],
  ['nothing', '', /no record/],
]) {
  test(`${what} imports nothing`, (t) => {
    const { file, write } = scratchFolder(t);
    write('in.csv', csv);
    const { status, stderr } = shell(['--write', file('a.db'), `.import ${file('in.csv')} t`]);
    assert.equal(status, 1, stderr);
    assert.match(stderr, message);
    assert.match(stderr, /in\.csv/);
    assert.equal(output(['--json', file('a.db'), 'SELECT count(*) AS n FROM sqlite_schema']), '[{"n":0}]\n');
  });
}

test('a record that breaks a constraint is named, and nothing is imported', (t) => {
  const { file, write } = scratchFolder(t);
  write('in.csv', '1\n2\n1\n');
  output(['--write', file('a.db'), 'CREATE TABLE t(a PRIMARY KEY)']);
  const { status, stderr } = shell(['--write', file('a.db'), `.import ${file('in.csv')} t`]);
  assert.equal(status, 1);
  assert.match(stderr, /in\.csv, line 3: UNIQUE constraint failed: t\.a; nothing was imported/);
  assert.equal(output(['--csv', '--no-headers', file('a.db'), 'SELECT count(*) FROM t']), '0\r\n');
});

test('a missing file, a folder and a wrong option are errors', (t) => {
  const { folder, file } = scratchFolder(t);
  assert.match(shell([':memory:', `.import ${file('none.csv')} t`]).stderr, /none\.csv/);
  assert.match(shell([':memory:', `.import ${folder} t`]).stderr, /EISDIR|directory/);
  assert.match(shell([':memory:', `.import ${folder} t --skip x`]).stderr, /--skip takes a number/);
});

test('what .mode csv prints is imported again', (t) => {
  const { file, write } = scratchFolder(t);
  const sql = "SELECT 'a,b' AS x, '\"' AS y, 'l' || char(13, 10) || 'm' AS z";
  const csv = output(['--csv', ':memory:', sql]);
  write('out.csv', csv);
  assert.equal(output(['--csv', ':memory:', `.import ${file('out.csv')} t`, 'SELECT * FROM t']), csv);
});
