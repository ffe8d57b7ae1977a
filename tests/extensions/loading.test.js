'use strict';

const assert = require('node:assert/strict');
const { copyFileSync, mkdirSync } = require('node:fs');
const { test } = require('node:test');
const { SqliteError } = require('../support/engine');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { SUFFIX, built } = require('./support/built');

const value = (db, sql) => db.prepare(sql).pluck().get();

/** Asserts that a call throws the error of a file or an entry point that cannot be found. */
function assertNotFound(call, message) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof SqliteError);
    assert.equal(error.code, 'SQLITE_ERROR');
    assert.match(error.message, message);
    return true;
  });
}

/** Loads a copy of an extension from a file of another name. */
function loadAs(t, name, extension, ...entryPoint) {
  const { file, open } = scratch(t);
  copyFileSync(built(extension), file(name));
  return open(':memory:').loadExtension(file(name), ...entryPoint);
}

test('the default entry point is sqlite3_extension_init', (t) => {
  assert.equal(value(loadAs(t, `any${SUFFIX}`, 'test_extension'), 'select testExtensionFunction(1, 2)'), 2);
});

for (const name of ['kinds', 'Kinds', 'libkinds', 'LIBkinds.so.1', 'kinds.simd', 'k-i_n d.s']) {
  test(`the entry point of ${name} is named after the letters of the file`, (t) => {
    const extension = `${name.replace('d.s', 'ds')}${SUFFIX}`;
    assert.equal(value(loadAs(t, extension, 'kinds'), 'select word(1)'), 'eins');
  });
}

test('letters and digits name the entry point if letters alone do not', (t) => {
  assert.equal(value(loadAs(t, `texts2${SUFFIX}`, 'texts'), 'select length(classes()) > 200'), 1);
  assertNotFound(() => loadAs(t, `text2${SUFFIX}`, 'texts'), /sqlite3_text2_init/);
});

test('the application names the entry point', (t) => {
  const db = loadAs(t, `kinds${SUFFIX}`, 'kinds', 'sqlite3_kinds2_init');
  assert.equal(value(db, 'select word(1)'), 'eins');
  assert.throws(() => value(db, 'select state()'), sqliteError('SQLITE_ERROR', 'no such function: state'));
});

test('a name without its suffix finds the file', (t) => {
  const { file, open } = scratch(t);
  copyFileSync(built('kinds'), file(`kinds${SUFFIX}`));
  assert.equal(value(open(':memory:').loadExtension(file('kinds')), 'select word(1)'), 'eins');
});

test('a file of the exact name comes before one with a suffix', (t) => {
  const { file, open } = scratch(t);
  copyFileSync(built('kinds'), file('kinds'));
  copyFileSync(built('texts'), file(`kinds${SUFFIX}`));
  assert.equal(value(open(':memory:').loadExtension(file('kinds')), 'select word(1)'), 'eins');
});

test('a relative path leads from the current directory', (t) => {
  const { folder, file, open } = scratch(t);
  mkdirSync(file('sub'));
  copyFileSync(built('kinds'), file(`sub/kinds${SUFFIX}`));
  const before = process.cwd();
  t.after(() => process.chdir(before));
  process.chdir(folder);
  assert.equal(value(open(':memory:').loadExtension(`./sub/kinds${SUFFIX}`), 'select word(1)'), 'eins');
});

for (const entry of ['absent', '', 'sqlite3_kinds_init ', 'Sqlite3_kinds_init']) {
  test(`an entry point ${JSON.stringify(entry)} is not found`, (t) => {
    assertNotFound(() => loadAs(t, `kinds${SUFFIX}`, 'kinds', entry), entry === '' ? /./ : new RegExp(entry));
  });
}

test('a path or an entry point ends at its first NUL', (t) => {
  const db = scratch(t).open(':memory:');
  db.loadExtension(`${built('kinds')}\0.absent`, 'sqlite3_kinds_init\0absent');
  assert.equal(value(db, 'select word(1)'), 'eins');
});

test('a file that cannot be found, a folder and a text are not loaded, and the connection works on', (t) => {
  const { file, folder, open, write } = scratch(t);
  const db = open(':memory:');
  write('text.wasm', 'text');
  write('empty.wasm', '');
  for (const path of [file('absent'), folder, file('text.wasm'), file('empty.wasm'), 'x'.repeat(5000)]) {
    assertNotFound(() => db.loadExtension(path), /./);
    assert.equal(value(db, 'select 1'), 1);
  }
});

test('an entry point that fails says why', (t) => {
  const db = scratch(t).open(':memory:');
  assert.throws(
    () => db.loadExtension(built('failing'), 'refuses'),
    sqliteError('SQLITE_ERROR', 'error during initialization: today is not my day'),
  );
  assert.throws(
    () => db.loadExtension(built('failing'), 'refuses_without_reason'),
    sqliteError('SQLITE_ERROR', 'error during initialization: '),
  );
  assert.equal(value(db, 'select 1'), 1);
});

test('an extension that asks to stay does so', (t) => {
  const db = scratch(t).open(':memory:');
  db.loadExtension(built('failing'), 'stays');
  assert.equal(value(db, 'select one()'), 1);
  db.close();
});
