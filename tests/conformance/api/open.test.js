'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Database, SqliteError, folder } = require('../../support/engine');
const { rangeError, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { windows } = require('../../support/system');

test('opening a new path creates an empty file at once', (t) => {
  const { file, open, read } = scratch(t);
  const db = open('new.db');
  assert.equal(read('new.db').length, 0);
  assert.equal(db.name, file('new.db'));
  assert.equal(db.memory, false);
  assert.equal(db.readonly, false);
  assert.equal(db.open, true);
  assert.equal(db.inTransaction, false);
});

const skipModes = process.platform === 'win32' && 'Windows has no file modes';

test('a new file has mode 0644 less the umask', { skip: skipModes }, (t) => {
  const { file, open } = scratch(t);
  open('new.db');
  assert.equal(fs.statSync(file('new.db')).mode & 0o777, 0o644 & ~process.umask());
});

for (const [value, name] of [
  [undefined, ''], [null, ''], ['', ''], ['   ', '   '], [' \n\t', ' \n\t'],
  [':memory:', ':memory:'], ['  :memory: ', '  :memory: '],
]) {
  test(`${JSON.stringify(value)} opens a memory or temporary database`, () => {
    const db = new Database(value);
    assert.equal(db.name, name);
    assert.equal(db.memory, true);
    assert.equal(db.readonly, false);
    db.exec('create table t (a); insert into t values (5)');
    assert.equal(db.prepare('select a from t').pluck().get(), 5);
    db.close();
  });
}

test('Database() without arguments opens a temporary database', () => {
  const db = new Database();
  assert.equal(db.name, '');
  assert.equal(db.memory, true);
  db.close();
});

test('two memory or temporary databases share nothing', () => {
  for (const name of ['', ':memory:']) {
    const [one, two] = [new Database(name), new Database(name)];
    one.exec('create table t (a)');
    assert.throws(() => two.prepare('select * from t'), sqliteError('SQLITE_ERROR', 'no such table: t'));
    one.close();
    two.close();
  }
});

test('a path is trimmed for opening but kept as the name', (t) => {
  const { exists, file } = scratch(t);
  const name = `  ${file('trimmed.db')}\n`;
  const db = new Database(name);
  assert.equal(db.name, name);
  assert.equal(exists('trimmed.db'), true);
  db.close();
  assert.equal(db.name, name);
});

for (const value of [true, {}, [], () => {}, Symbol('a'), 5n, new Uint8Array(8), new String('a.db'), new Date(0)]) {
  test(`a filename may not be ${Object.prototype.toString.call(value)}`, () => {
    assert.throws(() => new Database(value), typeError('Expected first argument to be a string'));
  });
}

for (const value of ['a', '', 5, true, () => {}, Symbol('a'), 5n]) {
  test(`options may not be ${typeof value} ${String(value)}`, () => {
    assert.throws(
      () => new Database(':memory:', value),
      typeError('Expected second argument to be an options object'),
    );
  });
}

for (const value of [undefined, null, {}, [], Object.create(null), new Date(0)]) {
  test(`options may be ${value === Object(value) ? value.constructor?.name ?? 'without a prototype' : value}`, () => {
    new Database(':memory:', value).close();
  });
}

const aBoolean = (name) => typeError(`Expected the "${name}" option to be a boolean`);
const anInteger = typeError('Expected the "timeout" option to be a positive integer');
const aFunction = typeError('Expected the "verbose" option to be a function');
const aBinding = typeError('Expected the "nativeBinding" option to be a string or addon object');

for (const [option, value, check] of [
  ['readOnly', true, typeError('Misspelled option "readOnly" should be "readonly"')],
  ['readOnly', undefined, typeError('Misspelled option "readOnly" should be "readonly"')],
  ['memory', false, typeError('Option "memory" was removed in v7.0.0 (use ":memory:" filename instead)')],
  ...['readonly', 'fileMustExist'].flatMap((name) => [undefined, null, 0, 1, 'true', {}, Object(true)]
    .map((value) => [name, value, aBoolean(name)])),
  ...[undefined, null, '75', NaN, Infinity, -1, 0.5, 5n, {}].map((value) => ['timeout', value, anInteger]),
  ['timeout', 0x80000000, rangeError('Option "timeout" cannot be greater than 2147483647')],
  ...[false, true, 0, 1, 'log', {}, []].map((value) => ['verbose', value, aFunction]),
  ...[false, 0, 5, () => {}, Symbol('a')].map((value) => ['nativeBinding', value, aBinding]),
  ['readonly', true, typeError('In-memory/temporary databases cannot be readonly')],
]) {
  test(`option ${option}: ${typeof value} ${String(value)} is refused`, () => {
    assert.throws(() => new Database(':memory:', { [option]: value }), check);
    assert.throws(() => new Database(':memory:', Object.create({ [option]: value })), check);
  });
}

for (const [option, value] of [
  ['readonly', false], ['fileMustExist', false], ['fileMustExist', true], ['timeout', 0], ['timeout', 0x7fffffff],
  ['verbose', null], ['verbose', undefined], ['verbose', () => {}],
  ['nativeBinding', null], ['nativeBinding', undefined], ['unknown', true],
]) {
  test(`option ${option}: ${value} is accepted`, () => {
    new Database(':memory:', { [option]: value }).close();
  });
}

for (const name of ['absent', 'absent.node']) {
  test(`a missing native binding throws MODULE_NOT_FOUND: ${name}`, (t) => {
    const nativeBinding = scratch(t).file(name);
    const expected = nativeBinding.replace(/(\.node)?$/, '.node');
    assert.throws(() => new Database(':memory:', { nativeBinding }), (error) => {
      assert.equal(error.code, 'MODULE_NOT_FOUND');
      assert.equal(error.message.split('\n')[0], `Cannot find module '${expected}'`);
      return true;
    });
    assert.throws(() => new Database('absent/a.db', { nativeBinding }), { code: 'MODULE_NOT_FOUND' });
  });
}

for (const ending of ['', '.node']) {
  test(`an existing native binding is accepted with the ending ${JSON.stringify(ending)}`, () => {
    const nativeBinding = `node_modules/better-sqlite3/prebuilds/${windows ? 'win32' : 'linux'}-x64${ending}`;
    const db = new Database(':memory:', { nativeBinding });
    assert.equal(db.prepare('select 5').pluck().get(), 5);
    db.close();
  });
}

/** Returns the file that an entry of the package's `exports` names. @param {string} entry @returns {string} */
function entryPoint(entry) {
  const target = require(path.join(folder, 'package.json')).exports[entry];
  return target.default ?? target;
}

for (const target of [
  'linux-x64', 'linux-arm64', 'linuxmusl-x64', 'linuxmusl-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64',
  'win32-arm64',
]) {
  test(`the entry point ${target} rejects nativeBinding`, () => {
    const PlatformDatabase = require(path.join(folder, entryPoint(`./${target}`)));
    assert.equal(PlatformDatabase.SqliteError, SqliteError);
    assert.notEqual(PlatformDatabase, Database);
    const only = typeError('The "nativeBinding" option is only supported by the default better-sqlite3 entrypoint');
    for (const nativeBinding of [null, undefined, 5, {}]) {
      assert.throws(() => new PlatformDatabase(':memory:', { nativeBinding }), only);
      assert.throws(() => new PlatformDatabase('absent/a.db', { nativeBinding }), only);
    }
    assert.throws(() => new PlatformDatabase(':memory:', { nativeBinding: 5, verbose: 5 }), /verbose/);
  });
}

test('the arguments are checked in a fixed order', (t) => {
  const { file } = scratch(t);
  const steps = [
    ['name', {}, 'Expected first argument to be a string'],
    ['options', 'x', 'Expected second argument to be an options object'],
    ['readOnly', 1, 'Misspelled option "readOnly" should be "readonly"'],
    ['memory', 1, 'Option "memory" was removed in v7.0.0 (use ":memory:" filename instead)'],
    ['readonly', 1, 'Expected the "readonly" option to be a boolean'],
    ['fileMustExist', 1, 'Expected the "fileMustExist" option to be a boolean'],
    ['timeout', -1, 'Expected the "timeout" option to be a positive integer'],
    ['verbose', 1, 'Expected the "verbose" option to be a function'],
    ['nativeBinding', 1, 'Expected the "nativeBinding" option to be a string or addon object'],
  ];
  // With every argument wrong, the first check fails. Each corrected argument lets the next check fail.
  for (let corrected = 0; corrected < steps.length; corrected += 1) {
    const wrong = steps.slice(corrected);
    const isWrong = (key) => wrong.some(([name]) => name === key);
    const name = isWrong('name') ? {} : file('missing', 'a.db');
    const options = Object.fromEntries(wrong.filter(([key]) => key !== 'name' && key !== 'options'));
    assert.throws(() => new Database(name, isWrong('options') ? 'x' : options), typeError(wrong[0][2]));
  }
  assert.throws(
    () => new Database(file('missing', 'a.db'), {}),
    typeError('Cannot open database because the directory does not exist'),
  );
  assert.throws(
    () => new Database('', { readonly: true, timeout: -1 }),
    typeError('In-memory/temporary databases cannot be readonly'),
  );
});

test('readonly opens an existing file for reading only', (t) => {
  const { open } = scratch(t);
  open().exec('create table t (a); insert into t values (1)').close();
  const db = open('test.db', { readonly: true });
  assert.equal(db.readonly, true);
  assert.equal(db.prepare('select a from t').pluck().get(), 1);
  assert.throws(
    () => db.exec('insert into t values (2)'),
    sqliteError('SQLITE_READONLY', 'attempt to write a readonly database'),
  );
});

for (const options of [{ readonly: true }, { fileMustExist: true }, { readonly: true, fileMustExist: true }]) {
  test(`${JSON.stringify(options)} creates no file`, (t) => {
    const { exists, open } = scratch(t);
    assert.throws(() => open('absent.db', options), sqliteError('SQLITE_CANTOPEN', 'unable to open database file'));
    assert.equal(exists('absent.db'), false);
  });
}

test('fileMustExist opens an existing file for writing', (t) => {
  const { open, write } = scratch(t);
  write('test.db', '');
  const db = open('test.db', { fileMustExist: true });
  db.exec('create table t (a)');
  assert.equal(db.readonly, false);
});

test('an error thrown by the getter of an option is passed on', () => {
  const options = { get readonly() { throw new RangeError('mine'); } };
  assert.throws(() => new Database(':memory:', options), rangeError('mine'));
});
