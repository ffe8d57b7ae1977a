'use strict';

// Proves that SQLite works where this runs: node smoke.cjs [FOLDER]. Runs in the image build, in CI, and before the
// server starts, on the folder of its data. Exits with 1 and the reason if anything fails.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const Database = require('better-sqlite3');

const ROWS = 50;

function open(file) {
  const db = new Database(file, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  return db;
}

/** Writes until it kills itself, in the middle of a transaction. */
function writeAndDie(file) {
  const db = open(file);
  const insert = db.prepare('INSERT INTO t (a) VALUES (?)');
  for (let row = 0; row < ROWS; row += 1) insert.run(row);
  db.exec('BEGIN IMMEDIATE');
  insert.run(-1);
  process.kill(process.pid, 'SIGKILL');
}

/** Every commit of a killed process is there, and nothing of its last transaction. */
function checkKilledWriter(db, file) {
  const { signal, stderr } = spawnSync(process.execPath, [__filename, '--die', file], { encoding: 'utf8' });
  assert.equal(signal, 'SIGKILL', stderr);
  assert.equal(db.prepare('SELECT count(*) FROM t').pluck().get(), ROWS);
}

/** A second connection of the same process sees the rows, as in an app that opens its database twice. */
function checkSecondConnection(db, file) {
  const other = open(file);
  db.transaction(() => {
    for (let row = 0; row < ROWS; row += 1) db.prepare('INSERT INTO t (a) VALUES (?)').run(row);
  })();
  assert.equal(other.prepare('SELECT count(*) FROM t').pluck().get(), 2 * ROWS);
  other.close();
}

async function checkBackup(db, file) {
  await db.backup(`${file}.backup`);
  const copy = new Database(`${file}.backup`, { readonly: true });
  assert.equal(copy.pragma('integrity_check', { simple: true }), 'ok');
  assert.equal(copy.prepare('SELECT count(*) FROM t').pluck().get(), 2 * ROWS);
  copy.close();
}

async function smoke(parent) {
  const folder = fs.mkdtempSync(path.join(parent, 'smoke-'));
  const file = path.join(folder, 'smoke.db');
  try {
    const db = open(file);
    assert.equal(db.pragma('journal_mode', { simple: true }), 'wal');
    db.exec('CREATE TABLE t (a INTEGER)');
    checkKilledWriter(db, file);
    checkSecondConnection(db, file);
    await checkBackup(db, file);
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    const version = db.prepare('SELECT sqlite_version()').pluck().get();
    db.close();
    console.log(`smoke: ok, SQLite ${version}, Node ${process.version}, ${process.platform} ${process.arch}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--die') {
  writeAndDie(process.argv[3]);
} else {
  smoke(process.argv[2] ?? os.tmpdir()).catch((error) => {
    console.error(`smoke: SQLite does not work here: ${error.stack}`);
    process.exitCode = 1;
  });
}
