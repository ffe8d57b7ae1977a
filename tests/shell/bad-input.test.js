'use strict';

// What cannot be done is said in one sentence, with an exit code, and nothing is changed.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { test } = require('node:test');
const { version } = require('../../npm/package.json');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { output, shell, start } = require('./support/shell');

const Database = require(PACKAGES.ours);

/** Asserts how the shell fails. */
function assertFails(args, status, message, options) {
  const result = shell(args, options);
  assert.equal(result.status, status, result.stderr);
  assert.match(result.stderr, message);
  assert.match(result.stderr, /^anysqlite: [^\n]*\n$/);
  return result;
}

function database(file) {
  new Database(file).exec('CREATE TABLE t(a); INSERT INTO t VALUES(1)').close();
}

test('wrong arguments are a wrong usage', () => {
  assertFails(['--nonsense'], 2, /--nonsense.*--help/);
  assertFails(['--json', '--csv', ':memory:'], 2, /exclude each other/);
  assertFails(['--timeout', 'long', ':memory:'], 2, /number of milliseconds/);
  assertFails(['', '.backup x'], 2, /name of the database is empty/);
});

test('--help and --version answer without a database', () => {
  assert.match(output(['--help']), /^usage: anysqlite/);
  assert.match(output(['--version']), new RegExp(`^anysqlite ${version.replaceAll('.', '\\.')}, SQLite 3\\.\\d+`));
});

test('a missing file is created by --write alone', (t) => {
  const { file, list } = scratchFolder(t);
  assertFails([file('new.db'), 'SELECT 1'], 2, /new\.db does not exist; start with --write/);
  assert.deepEqual(list(), []);
  output(['--write', file('new.db'), 'CREATE TABLE t(a)']);
  assert.deepEqual(list(), ['new.db']);
});

test('folders and files that are no databases are refused and left alone', (t) => {
  const { folder, file, read, write } = scratchFolder(t);
  write('text.txt', 'This is some text, and no database at all.\n'.repeat(20));
  assertFails([folder, 'SELECT 1'], 2, /is a folder/);
  for (const flags of [[], ['--write']]) {
    assertFails([...flags, file('text.txt'), 'SELECT 1'], 2, /text\.txt: file is not a database/);
  }
  assertFails(['--write', file('missing', 'new.db'), 'SELECT 1'], 2, /directory does not exist/);
  assert.equal(read('text.txt').length, 43 * 20);
});

test('changes are refused without --write', (t) => {
  const { file, read } = scratchFolder(t);
  database(file('a.db'));
  const before = read('a.db');
  assertFails([file('a.db'), 'DELETE FROM t'], 1, /start with --write/);
  for (const command of ['.checkpoint', `.restore ${file('a.db')}`, '.import x.csv t']) {
    assertFails([file('a.db'), command], 1, /changes the database; start with --write/);
  }
  assert.deepEqual(read('a.db'), before);
});

test('a locked database is reported after the time to wait', (t) => {
  const { file } = scratchFolder(t);
  database(file('a.db'));
  const holder = new Database(file('a.db'));
  t.after(() => holder.close());
  holder.exec('BEGIN EXCLUSIVE');
  assertFails(['--timeout', '200', file('a.db'), 'SELECT * FROM t'], 2, /a\.db: database is locked.*try again/);
  assertFails(['--timeout', '200', ':memory:', `.restore ${file('a.db')}`], 1, /locked/);
});

test('the first error ends a script, and what follows is not executed', (t) => {
  const { file, write } = scratchFolder(t);
  write('script.sql', 'CREATE TABLE a(x);\n\nCREATE TABLE a(x);\nCREATE TABLE b(x);\n');
  const message = /script\.sql, line 3: table a already exists/;
  assertFails(['--write', file('a.db'), `.read ${file('script.sql')}`], 1, message);
  assert.match(output([file('a.db'), '.tables']), /\ba\b/);
  assert.doesNotMatch(output([file('a.db'), '.tables']), /\bb\b/);
  assertFails([':memory:'], 1, /the input, line 2: near "WRONG"/, { input: 'SELECT 1;\nWRONG;\n.tables\n' });
});

test('a script that leaves a transaction open fails', (t) => {
  const { file } = scratchFolder(t);
  database(file('a.db'));
  assertFails(['--write', file('a.db')], 1, /transaction is open at the end.*COMMIT/, {
    input: 'BEGIN;\nINSERT INTO t VALUES(2);\n',
  });
  assert.equal(output(['--csv', '--no-headers', file('a.db'), 'BEGIN; SELECT count(*) FROM t']), '1\r\n');
});

test('a transaction that was cut off by a crash is rolled back with --write', (t) => {
  const { file } = scratchFolder(t);
  database(file('a.db'));
  const crash = `
    const db = new (require(process.argv[1]))(process.argv[2]);
    db.exec('PRAGMA cache_size = 5; BEGIN; INSERT INTO t SELECT zeroblob(1000) FROM pragma_function_list');
    process.kill(process.pid, 'SIGKILL')`;
  spawnSync(process.execPath, ['-e', crash, PACKAGES.ours, file('a.db')]);
  assertFails([file('a.db'), 'SELECT * FROM t'], 2, /cut off.*start with --write once/);
  assert.equal(output(['--write', '--csv', '--no-headers', file('a.db'), 'SELECT * FROM t']), '1\r\n');
});

test('commands say how they are used', () => {
  assertFails([':memory:', '.nonsense'], 1, /no command \.nonsense; \.help/);
  assertFails([':memory:', '.read'], 1, /usage: \.read FILE/);
  assertFails([':memory:', '.tables a b'], 1, /usage: \.tables \[PATTERN\]/);
  assertFails([':memory:', '.mode nice'], 1, /no mode "nice"/);
  assertFails([':memory:', '.he'], 1, /\.he may mean \.headers or \.help/);
});

test('files that read each other are stopped', (t) => {
  const { file, write } = scratchFolder(t);
  write('loop.sql', `.read ${file('loop.sql')}\n`);
  assertFails([':memory:', `.read ${file('loop.sql')}`], 1, /more than 25 deep/);
});

test('text that is not UTF-8 is refused instead of changed', (t) => {
  const { file, write } = scratchFolder(t);
  write('latin1.sql', Buffer.from("SELECT 'caf\xe9';\n", 'latin1'));
  assertFails([':memory:', `.read ${file('latin1.sql')}`], 1, /not UTF-8/);
});

test('a full disk at the output is an error', { skip: !fs.existsSync('/dev/full') }, async () => {
  const full = fs.openSync('/dev/full', 'w');
  const child = start([':memory:', 'SELECT 1'], { stdio: ['ignore', full, 'pipe'] });
  const [message] = await once(child.stderr.setEncoding('utf8'), 'data');
  const [status] = await once(child, 'exit');
  fs.closeSync(full);
  assert.equal(status, 1);
  assert.match(message, /cannot write the output: ENOSPC/);
});

test('a reader that goes away ends the shell without a message', async () => {
  const sql = 'WITH s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s) SELECT x FROM s';
  const child = start(['--csv', ':memory:', sql], { stdio: ['ignore', 'pipe', 'pipe'] });
  let message = '';
  child.stderr.on('data', (text) => {
    message += text;
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [status] = await once(child, 'exit');
  assert.equal(status, 141);
  assert.equal(message, '');
});

test('.quit ends with its exit code', () => {
  assert.equal(shell([':memory:'], { input: '.quit 7\nSELECT 1;\n' }).status, 7);
  assert.equal(shell([':memory:', '.exit']).status, 0);
});

test('.help lists every command', () => {
  const text = output([':memory:', '.help']);
  const names = 'tables schema indexes dump read import backup restore checkpoint integrity quit';
  for (const name of names.split(' ')) {
    assert.match(text, new RegExp(`^\\.${name} `, 'm'));
  }
});
