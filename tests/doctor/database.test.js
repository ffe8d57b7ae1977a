'use strict';

// What the doctor says about a database, and about lock files.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor, report } = require('./support/doctor');

const PACKAGE = path.join(ROOT, 'npm');
const Database = require(PACKAGE);

/** @param {string} file @param {'delete' | 'wal'} journal */
function createDatabase(file, journal) {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journal}`);
  db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(20000))');
  db.close();
}

/** Returns the names, sizes and times of change of a folder's files. @param {string} folder */
const state = (folder) => fs.readdirSync(folder).sort().map((name) => {
  const { size, mtimeMs, ctimeMs } = fs.statSync(path.join(folder, name));
  return { name, size, mtimeMs, ctimeMs };
});

for (const journal of /** @type {const} */ (['delete', 'wal'])) {
  test(`a sound database with journal_mode ${journal} is left as it is`, (t) => {
    const { folder, file } = scratchFolder(t);
    createDatabase(file('app.db'), journal);
    const before = state(folder);
    const { database, status } = report([file('app.db')]);
    assert.deepEqual(state(folder), before);
    assert.equal(database.problem, null);
    assert.equal(database.journal, journal === 'wal' ? 'wal' : 'rollback');
    assert.equal(database.locks, 'shim');
    assert.match(database.reason, /^byte-range locks, those of native SQLite, by the lock addon: other processes /);
    assert.ok(database.fileSystem);
    assert.equal(status, 0);
  });
}

test('a database that one process has to own is said to be so, with the reasons', (t) => {
  const { folder, file } = scratchFolder(t);
  createDatabase(file('app.db'), 'delete');
  const before = state(folder);
  const { database } = report([file('app.db')], { node: ['--no-addons'] });
  assert.deepEqual(state(folder), before);
  assert.equal(database.locks, 'exclusive');
  assert.match(database.reason, /^one process at a time owns the database, by a lock file \(app\.db-lock\), because /);
  assert.match(database.reason, /shim: Cannot load native addon because loading addons is disabled/);
});

test('what is no sound database is named, with exit code 1', (t) => {
  const { file } = scratchFolder(t);
  fs.writeFileSync(file('text'), 'no database at all, and longer than the header of one would be'.repeat(4));
  createDatabase(file('cut'), 'delete');
  fs.truncateSync(file('cut'), fs.statSync(file('cut')).size - 4096);
  createDatabase(file('schema'), 'delete');
  const content = fs.readFileSync(file('schema'));
  fs.writeFileSync(file('schema'), content.fill(0xff, 100, 200));
  const cases = [
    ['text', /^is no SQLite database, or an encrypted one: its first bytes are others$/],
    ['cut', /^is cut short: [\d,]+ bytes of [\d,]+; restore it from a backup/],
    ['schema', /^cannot be read: .*malformed.* \(SQLITE_CORRUPT\)$/],
  ];
  for (const [name, problem] of cases) {
    const { database, problems, status } = report([file(/** @type {string} */ (name))]);
    assert.match(database.problem, /** @type {RegExp} */ (problem));
    assert.deepEqual(problems, [`${file(/** @type {string} */ (name))} ${database.problem}`]);
    assert.equal(status, 1);
  }
  assert.equal(report(['.', '--database', file('missing')], { cwd: file('.') }).database.problem, 'does not exist');
  assert.equal(report(['.', '--database', file('.')], { cwd: file('.') }).database.problem, 'is a folder');
});

/**
 * Starts a process that runs a script with a database, and stays until it is killed.
 * @param {{ after(fn: () => void): void }} t
 * @param {string} script `db` is the connection
 * @param {string} file
 * @param {Record<string, string>} [env]
 */
async function holder(t, script, file, env) {
  const program = `const db = new (require(${JSON.stringify(PACKAGE)}))(process.argv[1]); ${script};
    console.log('ready');
    setInterval(() => db, 1000)`;
  const child = spawn(process.execPath, ['-e', program, file], {
    env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data');
  return child;
}

test('a database that another process has locked is said to be locked', async (t) => {
  const { folder, file } = scratchFolder(t);
  createDatabase(file('app.db'), 'delete');
  await holder(t, "db.exec('BEGIN EXCLUSIVE')", file('app.db'));
  const before = state(folder);
  const { database, status } = report([file('app.db')]);
  assert.deepEqual(state(folder), before);
  assert.equal(database.problem, 'is locked by another process at this moment');
  assert.ok(database.users.length > 0);
  assert.equal(status, 1);
});

test('a lock file in use and one left behind are told apart', async (t) => {
  const { folder, file } = scratchFolder(t);
  const child = await holder(t, "db.exec('CREATE TABLE t (x)')", file('app.db'), { ANYSQLITE_LOCKS: 'exclusive' });
  const [used] = report([folder]).lockFiles;
  assert.equal(used.state, 'in use');
  assert.match(used.reason, new RegExp(`^says that process ${child.pid} on .* since .* UTC uses the database$`));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [left] = report([folder]).lockFiles;
  assert.equal(left.state, 'left behind');
  assert.match(left.reason, new RegExp(`^was left behind by process ${child.pid} .*, which has ended; the next `));
});

test('lock files whose owner cannot be told stand in the way', (t) => {
  const { file } = scratchFolder(t);
  createDatabase(file('app.db'), 'delete');
  const text = (fields) => ['anysqlite lock 1', ...fields, ''].join('\n');
  const foreign = [
    'pid 1', 'thread 0', 'started 1', 'boot ', 'namespace ', 'host elsewhere', 'since 2026-01-01', 'held 0', 'file 3',
  ];
  const cases = [
    [text(foreign), 'unknown', /which names process 1 on elsewhere since 2026-01-01, and this process cannot tell /],
    [text(foreign.slice(0, 3)), 'incomplete', /which is incomplete, as a process leaves it that was killed while/],
  ];
  for (const [content, expected, problem] of cases) {
    fs.writeFileSync(file('app.db-lock'), /** @type {string} */ (content));
    const { database, status } = report([file('app.db')]);
    assert.equal(database.lockFile.state, expected);
    assert.match(database.problem, /** @type {RegExp} */ (problem));
    assert.equal(status, 1);
  }
  fs.writeFileSync(file('app.db-lock'), 'a file of somebody else');
  assert.equal(report([file('app.db')]).database.lockFile, null);
});

test('the text names the journal, the file system and the locks', (t) => {
  const { file } = scratchFolder(t);
  createDatabase(file('app.db'), 'wal');
  const { stdout, status } = doctor([file('app.db')]);
  assert.match(stdout, /ok {3}.*app\.db\n {5}is a SQLite database with a write-ahead log\n {5}lies on .*\n {5}byte-/);
  assert.match(stdout, /\nNothing is wrong\.\n$/);
  assert.equal(status, 0);
});
