'use strict';

// The shell: SQL and commands on a database. SQLite runs in a thread of its own (shell-worker.js), so that this one
// can show progress and hear ctrl-C.

const Database = require('#package');
const { version } = require('../../package.json');
const { USAGE, UsageError, readArguments } = require('./arguments');
const { runBatch } = require('./batch');
const { interact } = require('./interactive');
const { Session } = require('./session');

/** @import { Arguments } from './arguments' */

const EXIT_USAGE = 2;

function printVersion() {
  const sqlite = new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get();
  process.stdout.write(`anysqlite ${version}, SQLite ${sqlite}\n`);
}

/**
 * Opens the database and does what was asked. Returns the exit code.
 * @param {Arguments} args
 */
async function work(args) {
  const session = new Session(args);
  const { exitCode } = await session.open();
  if (exitCode !== 0) return exitCode;
  try {
    const { columns } = process.stdout;
    if (args.texts.length > 0) return await runBatch(session, { kind: 'texts', texts: args.texts, columns });
    if (process.stdin.isTTY && process.stdout.isTTY) return await interact(session);
    return await runBatch(session, { kind: 'script', columns });
  } finally {
    await session.close();
  }
}

/**
 * Runs the shell. Returns the exit code.
 * @param {string[]} argv its arguments
 */
async function run(argv) {
  try {
    const args = readArguments(argv);
    if (args.help) process.stdout.write(USAGE);
    else if (args.version) printVersion();
    else return await work(args);
    return 0;
  } catch (error) {
    const hint = error instanceof UsageError ? '; anysqlite --help says what there is' : '';
    process.stderr.write(`anysqlite: ${/** @type {Error} */ (error).message}${hint}\n`);
    return error instanceof UsageError ? EXIT_USAGE : 1;
  }
}

module.exports = { run };
