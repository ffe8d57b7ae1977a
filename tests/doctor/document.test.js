'use strict';

// The examples of docs/DOCTOR.md are what the doctor prints, and the properties of its table are those of the object.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { prebuilt } = require('../support/foreign-addons');
const { ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor } = require('./support/doctor');

const DOCUMENT = fs.readFileSync(path.join(ROOT, 'docs', 'DOCTOR.md'), 'utf8');
const Database = require(path.join(ROOT, 'npm'));

/** Builds the tree of the examples. @param {{ after(fn: () => void): void }} t */
function exampleTree(t) {
  const { folder, file } = scratchFolder(t);
  const native = file('node_modules', 'better-sqlite3');
  const served = file('node_modules', 'served');
  fs.mkdirSync(path.join(native, 'build', 'Release'), { recursive: true });
  fs.mkdirSync(path.join(served, 'prebuilds'), { recursive: true });
  fs.writeFileSync(path.join(native, 'package.json'), JSON.stringify({
    name: 'better-sqlite3', version: '12.4.1', scripts: { install: 'prebuild-install || node-gyp rebuild --release' },
  }));
  fs.writeFileSync(path.join(served, 'package.json'), '{ "name": "served", "version": "1.0.0" }');
  fs.copyFileSync(prebuilt('darwin-arm64'), path.join(native, 'build', 'Release', 'better_sqlite3.node'));
  for (const name of ['linux-x64', 'win32-x64']) {
    fs.copyFileSync(prebuilt(name), path.join(served, 'prebuilds', `${name}.node`));
  }
  const db = new Database(file('app.db'));
  db.pragma('journal_mode = wal');
  db.exec('CREATE TABLE t (x)');
  db.close();
  return folder;
}

/** Replaces what depends on the machine. @param {string} text */
const general = (text) => text
  .replace(/(Node|glibc|SQLite|anysqlite|Node-API|NODE_MODULE_VERSION) \d[\d.]*/g, '$1 N')
  .replace(/^ {5}lies on .*$/m, '     lies on some file system');

const EXAMPLES = [...DOCUMENT.matchAll(/<!-- example: doctor (.*) -->\n\n```text\n([^]*?)```/g)];

test('the document has two examples', () => assert.equal(EXAMPLES.length, 2));

for (const [, args, expected] of EXAMPLES) {
  test(`anysqlite doctor ${args} prints what the document shows`, (t) => {
    const { stdout } = doctor(args.split(' '), { cwd: exampleTree(t) });
    assert.equal(general(stdout), general(expected));
  });
}

test('the object has the properties of the table', (t) => {
  const folder = exampleTree(t);
  const found = JSON.parse(doctor(['--database', 'app.db', '--json'], { cwd: folder }).stdout);
  const section = DOCUMENT.split('## The object of `--json`')[1].split('\n## ')[0];
  const rows = [...section.matchAll(/^\| ([^|]*) \| (.*) \|$/gm)].slice(2);
  const documented = rows.flatMap(([, names]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  assert.deepEqual(Object.keys(found).sort(), documented.sort());
  for (const [, names, content] of rows) {
    const members = /\{ ([\w, ]+) \}/.exec(content)?.[1].split(', ');
    const [, name] = /** @type {RegExpExecArray} */ (/`(\w+)`/.exec(names));
    const example = Array.isArray(found[name]) ? found[name][0] : found[name];
    if (members && example) assert.deepEqual(Object.keys(example).sort(), members.sort(), name);
  }
});
