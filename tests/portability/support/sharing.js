'use strict';

// A database that the package on another runtime and native SQLite use at the same time.

const assert = require('assert/strict');
const { setTimeout: sleep } = require('timers/promises');
const { attempt } = require('./native.js');

/** @import { Database } from 'better-sqlite3' */
/** @import { Foreign } from './foreign.js' */

/** @typedef {{ native: Database, foreign: Foreign }} Sides */

const BUSY = { code: 'SQLITE_BUSY' };
const ROWS = 'select by from t order by id';
const INSERT = { native: "insert into t (by) values ('native')", foreign: "insert into t (by) values ('foreign')" };
const BURST = 25;
const LONG_TIMEOUT = 'pragma busy_timeout = 60000';

/** Executes SQL on the other runtime. @param {Sides} sides @param {string} sql */
const execForeign = ({ foreign }, sql) => foreign.ask('exec', { sql });

/** @param {Sides} sides @returns {string[]} */
const nativeRows = ({ native }) => native.prepare(ROWS).pluck().all().map(String);

/** @param {Sides} sides @returns {Promise<string[]>} */
const foreignRows = async ({ foreign }) => (await foreign.ask('rows', { sql: ROWS })).flat();

/**
 * Checks that both sides read the expected rows.
 * @param {Sides} sides
 * @param {string[]} expected
 */
async function assertBothRead(sides, expected) {
  assert.deepEqual(await foreignRows(sides), expected);
  assert.deepEqual(nativeRows(sides), expected);
}

/**
 * A writer locks out the other side's writes. The other side still reads the last commit.
 * @param {Sides} sides
 */
async function writeInTurns(sides) {
  await assertBothRead(sides, ['native']);

  sides.native.exec(`begin immediate; ${INSERT.native}`);
  await assert.rejects(execForeign(sides, INSERT.foreign), BUSY);
  assert.deepEqual(await foreignRows(sides), ['native']);
  sides.native.exec('commit');
  await execForeign(sides, INSERT.foreign);
  await assertBothRead(sides, ['native', 'native', 'foreign']);

  await execForeign(sides, `begin immediate; ${INSERT.foreign}`);
  assert.equal(attempt(sides.native, INSERT.native), 'SQLITE_BUSY');
  assert.deepEqual(nativeRows(sides), ['native', 'native', 'foreign']);
  await execForeign(sides, 'commit');
  sides.native.exec(INSERT.native);
  await assertBothRead(sides, ['native', 'native', 'foreign', 'foreign', 'native']);
}

/**
 * A read transaction sees one state: in rollback mode it keeps the other side from committing, in WAL mode it ignores
 * the commit.
 * @param {Sides} sides
 * @param {string} mode
 */
async function readWhileOtherWrites(sides, mode) {
  const written = mode === 'wal' ? 'ok' : 'SQLITE_BUSY';
  const before = nativeRows(sides);

  await execForeign(sides, 'begin');
  assert.deepEqual(await foreignRows(sides), before);
  assert.equal(attempt(sides.native, INSERT.native), written);
  assert.deepEqual(await foreignRows(sides), before);
  await execForeign(sides, 'commit');

  const between = nativeRows(sides);
  sides.native.exec(`begin; ${ROWS}`);
  const write = execForeign(sides, INSERT.foreign);
  await (written === 'ok' ? write : assert.rejects(write, BUSY));
  assert.deepEqual(nativeRows(sides), between);
  sides.native.exec('commit');

  const added = written === 'ok' ? ['native', 'foreign'] : [];
  await assertBothRead(sides, [...before, ...added]);
}

/**
 * Both sides write at the same time, and wait for each other.
 * @param {Sides} sides
 */
async function writeAtOnce(sides) {
  const before = nativeRows(sides);
  await execForeign(sides, LONG_TIMEOUT);
  sides.native.exec(LONG_TIMEOUT);
  let running = true;
  const foreignWrites = execForeign(sides, `${INSERT.foreign};`.repeat(BURST)).finally(() => {
    running = false;
  });
  let count = 0;
  while (running || count < BURST) {
    sides.native.exec(INSERT.native);
    count += 1;
    await sleep(5);
  }
  await foreignWrites;

  const rows = nativeRows(sides);
  await assertBothRead(sides, rows);
  const added = rows.slice(before.length);
  assert.equal(added.filter((by) => by === 'foreign').length, BURST);
  assert.equal(added.filter((by) => by === 'native').length, count);
}

/**
 * Uses the database by both sides in a journal mode.
 * @param {Sides} sides
 * @param {string} mode the journal mode
 */
async function share(sides, mode) {
  const { native, foreign } = sides;
  assert.equal(native.pragma(`journal_mode = ${mode}`, { simple: true }), mode);
  await foreign.ask('open', { file: native.name, options: { timeout: 0 } });
  await writeInTurns(sides);
  await readWhileOtherWrites(sides, mode);
  await writeAtOnce(sides);
  assert.deepEqual(await foreign.ask('rows', { sql: 'pragma integrity_check' }), [['ok']]);
  await foreign.ask('close');
  assert.equal(native.pragma('integrity_check', { simple: true }), 'ok');
}

module.exports = { share };
