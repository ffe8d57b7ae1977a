'use strict';

// The package is used as the npm package sqlite-vec is, by the same programs.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES, ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { FOLDER, openAll } = require('./support/sides');
const native = require('sqlite-vec');
const packaged = require('../../packages/sqlite-vec');
const manifest = require('../../packages/sqlite-vec/package.json');

const USE = `
const db = new Database(':memory:');
sqliteVec.load(db);
db.exec('create virtual table items using vec0(embedding float[4])');
const insert = db.prepare('insert into items(rowid, embedding) values (?, ?)');
[[0.1, 0.1, 0.1, 0.1], [0.2, 0.2, 0.2, 0.2], [0.3, 0.3, 0.3, 0.3]].forEach((vector, index) => {
  insert.run(BigInt(index), new Float32Array(vector));
});
const nearest = db.prepare('select rowid, distance from items where embedding match ? order by distance limit 2');
const found = nearest.all(new Float32Array([0.3, 0.3, 0.3, 0.3]));
console.log(JSON.stringify([db.prepare('select vec_version()').get(), found]));
`;

const PROGRAMS = {
  'program.cjs': `const Database = require('better-sqlite3'); const sqliteVec = require('sqlite-vec');${USE}`,
  'program.mjs': `import Database from 'better-sqlite3'; import * as sqliteVec from 'sqlite-vec';${USE}`,
  'default.mjs': `import Database from 'better-sqlite3'; import { load } from 'sqlite-vec';
    const sqliteVec = { load };${USE}`,
};

/** V8's options that hide the instructions of the CPU from it without which it has no SIMD. */
const WITHOUT_SIMD = ['--no-enable-sse4-1', '--no-enable-ssse3'];

/**
 * Makes a program's folder, in which packages are installed under the names of native.
 * @param {import('node:test').TestContext} t
 * @param {string} database
 * @param {string} extension
 */
function install(t, database, extension) {
  const { folder, file, write } = scratchFolder(t);
  fs.mkdirSync(file('node_modules'));
  fs.symlinkSync(database, file('node_modules', 'better-sqlite3'));
  fs.symlinkSync(extension, file('node_modules', 'sqlite-vec'));
  Object.entries(PROGRAMS).forEach(([name, text]) => write(name, text));
  return folder;
}

/** @param {string} folder @param {string} program @param {string[]} [options] of Node */
function run(folder, program, options = []) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath, [...options, path.join(folder, program)], { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

for (const program of Object.keys(PROGRAMS)) {
  test(`${program} does the same with either package under the name sqlite-vec`, (t) => {
    const expected = run(install(t, PACKAGES.native, path.join(ROOT, 'node_modules', 'sqlite-vec')), program);
    assert.deepEqual(run(install(t, PACKAGES.ours, FOLDER), program), expected);
    assert.equal(expected[1][0].rowid, 2);
  });
}

test('the package exports what the npm package exports, to require and to import', async () => {
  assert.deepEqual(Object.keys(packaged).sort(), Object.keys(native).sort());
  const modules = await Promise.all([import('sqlite-vec'), import('../../packages/sqlite-vec/index.mjs')]);
  const [expected, found] = modules.map((module) => Object.keys(module).sort());
  assert.deepEqual(found, expected.filter((name) => Object.hasOwn(native, name)));
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules/sqlite-vec/package.json'), 'utf8'));
  assert.equal(manifest.version, version);
});

test('without SIMD in the engine, or without WebAssembly, the path is that of the plain file', (t) => {
  const folder = install(t, PACKAGES.ours, FOLDER);
  const expected = run(folder, 'program.cjs');
  const print = 'console.log(JSON.stringify(require("sqlite-vec").getLoadablePath()))';
  fs.writeFileSync(path.join(folder, 'path.cjs'), print);
  assert.equal(run(folder, 'path.cjs'), path.join(FOLDER, 'vec0.simd.wasm'));
  for (const options of [WITHOUT_SIMD, ['--jitless']]) {
    assert.equal(run(folder, 'path.cjs', options), path.join(FOLDER, 'vec0.wasm'));
  }
  assert.deepEqual(run(folder, 'program.cjs', WITHOUT_SIMD), expected);
});

test('a connection that cannot load WebAssembly gets an error that says so, any other its own error', (t) => {
  const { native, plain } = openAll(t);
  assert.throws(() => packaged.load(native), (error) => {
    assert.match(error.message, /^Only @anysqlite\/better-sqlite3 loads this extension/);
    assert.match(error.cause.message, /vec0\.simd\.wasm/);
    return true;
  });
  assert.throws(() => packaged.load(undefined), /Only @anysqlite/);
  plain.close();
  assert.throws(() => packaged.load(plain), { name: 'TypeError', message: 'The database connection is not open' });
});
