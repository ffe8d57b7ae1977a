'use strict';

// The shell at a terminal, which `script` of util-linux provides.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync, statSync } = require('node:fs');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { COMMAND } = require('./support/shell');

const Database = require(PACKAGES.ours);

const ENDLESS = 'WITH s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s)';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

/** A shell at a terminal. */
class Terminal {
  /** @param {string[]} args @param {NodeJS.ProcessEnv} env @param {number} columns */
  constructor(args, env, columns = 100) {
    const command = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(' ');
    this.process = spawn('script', ['-qefc', `stty columns ${columns} && exec ${command}`, '/dev/null'], {
      env: { ...process.env, TERM: 'xterm', ...env },
    });
    this.unread = '';
    this.process.stdout.setEncoding('utf8').on('data', (text) => {
      this.unread += text;
    });
  }

  /** Resolves with what is printed up to a text, when that has come. */
  async until(text) {
    const limit = Date.now() + 20_000;
    while (!this.unread.includes(text)) {
      if (Date.now() > limit) throw new Error(`no ${text} in ${JSON.stringify(this.unread.slice(-2000))}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
    const end = this.unread.indexOf(text) + text.length;
    const read = this.unread.slice(0, end);
    this.unread = this.unread.slice(end);
    return read;
  }

  /** Types, and resolves with what is printed up to a text. */
  type(keys, text) {
    this.process.stdin.write(keys);
    return this.until(text);
  }

  /** Types the last keys, and resolves with the exit code. */
  async end(keys = CTRL_D) {
    this.process.stdin.write(keys);
    const [code] = await once(this.process, 'exit');
    return code;
  }
}

/** Starts a shell on a new database. */
async function open(t, { args = [], columns = 100 } = {}) {
  const { file } = scratchFolder(t);
  new Database(file('app.db')).exec('CREATE TABLE users(id, given_name)').close();
  const env = { ANYSQLITE_HISTORY: file('history') };
  const start = () => new Terminal([...args, file('app.db')], env, columns);
  const terminal = start();
  t.after(() => terminal.process.kill('SIGKILL'));
  await terminal.until('app.db> ');
  return { terminal, file, start };
}

test('statements may take several lines, and errors do not end the shell', async (t) => {
  const { terminal } = await open(t, { args: ['--write'] });
  await terminal.type("INSERT INTO users\r", '...> ');
  await terminal.type("VALUES(1, '日本');\r", 'app.db> ');
  assert.match(await terminal.type('SELECT * FROM users;\r', 'app.db> '), /\| +1 \| 日本 +\|/);
  assert.match(await terminal.type('SELECT missing;\r', 'app.db> '), /anysqlite: no such column: missing/);
  assert.match(await terminal.type('.tables\r', 'app.db> '), /users/);
  assert.equal(await terminal.end('.quit 3\r'), 3);
});

test('ctrl-C stops a query that prints nothing, and the shell goes on', async (t) => {
  const { terminal } = await open(t);
  await terminal.type(`${ENDLESS} SELECT count(*) FROM s;\r`, 'ctrl-C stops');
  assert.match(await terminal.type(CTRL_C, 'app.db> '), /interrupted; the database was opened again/);
  assert.match(await terminal.type('SELECT 42 AS answer;\r', 'app.db> '), /\| +42 \|/);
  assert.equal(await terminal.end(), 0);
});

test('ctrl-C stops a query that prints rows, and an open transaction stays open', async (t) => {
  const { terminal } = await open(t, { args: ['--write'] });
  await terminal.type('BEGIN; INSERT INTO users VALUES(1, 2);\r', 'app.db> ');
  await terminal.type(`${ENDLESS} SELECT x FROM s;\r`, '| 2000 |');
  await terminal.type(CTRL_C, 'anysqlite: interrupted');
  await terminal.until('app.db> ');
  assert.match(await terminal.type('COMMIT; SELECT count(*) AS n FROM users;\r', 'app.db> '), /\| +1 \|/);
  await terminal.end();
});

test('ctrl-C at the prompt forgets what was typed', async (t) => {
  const { terminal } = await open(t);
  await terminal.type('SELECT 1,\r', '...> ');
  await terminal.type('nonsense', 'nonsense');
  await terminal.type(CTRL_C, 'app.db> ');
  assert.match(await terminal.type('SELECT 7 AS n;\r', 'app.db> '), /\| +7 \|/);
  assert.equal(await terminal.end(), 0);
});

test('tab completes commands and names of tables and columns', async (t) => {
  const { terminal } = await open(t);
  await terminal.type('.sch\t', '.schema ');
  assert.match(await terminal.type('\r', 'app.db> '), /CREATE TABLE users/);
  await terminal.type('SELECT giv\t', 'given_name');
  await terminal.type(' FROM us\t', 'users');
  await terminal.type(';\r', 'app.db> ');
  await terminal.end();
});

test('a line that is entered while names are looked up is executed', async (t) => {
  const { terminal } = await open(t);
  await terminal.type('SELECT 6 AS n; -- us', '-- us');
  terminal.process.stdin.write('\t');
  assert.match(await terminal.type('\r', 'app.db> '), /\| +6 \|/);
  assert.equal(await terminal.end(), 0);
});

test('lines of former sessions come back, from a file that is the user\'s alone', async (t) => {
  const { terminal, file, start } = await open(t);
  await terminal.type('SELECT 1 AS former;\r', 'app.db> ');
  await terminal.end();
  assert.equal(readFileSync(file('history'), 'utf8'), 'SELECT 1 AS former;\n');
  assert.equal(statSync(file('history')).mode & 0o777, 0o600);
  const again = start();
  await again.until('app.db> ');
  await again.type(UP, 'AS former;');
  assert.match(await again.type('\r', 'app.db> '), /\| former \|/);
  await again.end();
});

test('a table is as wide as the terminal', async (t) => {
  const { terminal } = await open(t, { columns: 40 });
  await terminal.type(".mode table\r", 'app.db> ');
  const sql = "SELECT printf('%.200c', 'x') AS a, '日本語日本語日本語日本語' AS b;\r";
  const lines = (await terminal.type(sql, 'app.db> ')).split('\r\n').filter((line) => line.startsWith('|'));
  assert.equal(lines.length, 3);
  assert.ok(lines.every((line) => line.length <= 40), lines.join('\n'));
  assert.match(lines[2], /x… \| 日本語.*… *\|/);
  await terminal.end();
});
