'use strict';

// The packed package, installed as a user would: by npm, under the name better-sqlite3, in a folder of its own.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, test } = require('node:test');
const manifest = require('../../npm/package.json');
const { TARBALL } = require('../support/tarball');

const ROOT = path.join(__dirname, '..', '..');
const MAX_PACKED_BYTES = 1_600_000;

// A name that breaks paths and URLs that are not quoted or encoded.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'an installation, größer 数据 😀 %20#'));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

/** @param {string} command @param {string[]} args */
const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' });

/** @param {string} name @param {string} text */
function write(name, text) {
  fs.writeFileSync(path.join(folder, name), text);
  return name;
}

test('npm installs the package under the name better-sqlite3', () => {
  write('package.json', '{ "name": "program", "version": "1.0.0" }');
  run('npm', 'install', '--no-audit', '--no-fund', `better-sqlite3@file:${TARBALL}`);
  const modules = path.join(folder, 'node_modules');
  const installed = JSON.parse(fs.readFileSync(path.join(modules, 'better-sqlite3/package.json'), 'utf8'));
  assert.equal(installed.name, manifest.name);
  assert.deepEqual(fs.readdirSync(modules).filter((name) => !name.startsWith('.')), ['better-sqlite3']);
});

const PROGRAM = `
const db = new Database('größe 😀.db');
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS t (a INTEGER)');
db.prepare('INSERT INTO t VALUES (?)').run(1);
console.log(db.prepare('SELECT count(*) FROM t').pluck().get(), new SqliteError('m', 'SQLITE_ERROR').name);
db.close();
`;

test('a CommonJS program runs on the installed package', () => {
  const text = `const Database = require('better-sqlite3');\nconst { SqliteError } = Database;${PROGRAM}`;
  assert.equal(run(process.execPath, write('program.cjs', text)), '1 SqliteError\n');
});

test('an ES module runs on the installed package', () => {
  const text = `import Database, { SqliteError } from 'better-sqlite3';${PROGRAM}`;
  assert.equal(run(process.execPath, write('program.mjs', text)), '2 SqliteError\n');
});

test('the installed command opens the database of the program', () => {
  const command = path.join(folder, 'node_modules', '.bin', 'anysqlite');
  assert.equal(run(command, '--csv', 'größe 😀.db', 'SELECT count(*) AS n FROM t', '.backup copy.db'), 'n\r\n2\r\n');
  assert.ok(fs.existsSync(path.join(folder, 'copy.db')));
});

test('the installed entry prefer-native works without native better-sqlite3', () => {
  const text = `import Database, { SqliteError } from 'better-sqlite3/prefer-native';${PROGRAM}`;
  assert.equal(run(process.execPath, '--no-warnings', write('preferred.mjs', text)), '3 SqliteError\n');
});

test('the package has no scripts and no dependencies', () => {
  for (const key of ['scripts', 'dependencies', 'optionalDependencies', 'peerDependencies', 'gypfile']) {
    assert.equal(manifest[key], undefined);
  }
});

test('the package is small, and has the built module and its documents', () => {
  assert.ok(fs.statSync(TARBALL).size < MAX_PACKED_BYTES);
  /** @param {string} base */
  const hash = (base) => (
    createHash('sha256').update(fs.readFileSync(path.join(base, 'wasm/sqlite.wasm'))).digest('hex'));
  const installed = path.join(folder, 'node_modules/better-sqlite3');
  /** @param {string} entry */
  const moduleOf = (entry) => run(process.execPath, '-p', `require(${JSON.stringify(entry)}).anysqlite.module`).trim();
  assert.equal(hash(installed), hash(path.join(ROOT, 'npm')));
  for (const entry of ['lib/index', 'lib/inline']) {
    assert.equal(moduleOf(path.join(installed, entry)), hash(installed), entry);
  }
  const shim = `shim/${process.platform}-${process.arch}.node`;
  for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'index.d.ts', shim]) {
    assert.ok(fs.existsSync(path.join(installed, name)), name);
  }
});

test('the documents are those of the repository, with links to the repository', () => {
  for (const name of ['README.md', 'CHANGELOG.md']) {
    const packed = fs.readFileSync(path.join(folder, 'node_modules/better-sqlite3', name), 'utf8');
    const relative = packed.replace(/\]\(https:\/\/github\.com\/anysqlite\/anysqlite\/blob\/main\//g, '](');
    assert.equal(relative, fs.readFileSync(path.join(ROOT, name), 'utf8'));
    assert.doesNotMatch(packed, /\]\((?!https:|#)/);
  }
});
