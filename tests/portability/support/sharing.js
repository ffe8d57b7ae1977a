'use strict';

// A database that the package, on another runtime, and native SQLite use at the same time.

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
const PATIENCE = 'pragma busy_timeout = 60000';

/** @param {Sides} sides @param {string} sql */
const tell = ({ foreign }, sql) => foreign.ask('exec', { sql });

/** @param {Sides} sides @returns {string[]} */
const nativeRows = ({ native }) => native.prepare(ROWS).pluck().all().map(String);

/** @param {Sides} sides @returns {Promise<string[]>} */
const foreignRows = async ({ foreign }) => (await foreign.ask('rows', { sql: ROWS })).flat();

/**
 * Makes sure that both see the rows of the same writers.
 * @param {Sides} sides
 * @param {string[]} expected
 */
async function bothSee(sides, expected) {
  assert.deepEqual(await foreignRows(sides), expected);
  assert.deepEqual(nativeRows(sides), expected);
}

/**
 * Who writes keeps the other from writing, not from reading what was there before.
 * @param {Sides} sides
 */
async function writeInTurns(sides) {
  await bothSee(sides, ['native']);

  sides.native.exec(`begin immediate; ${INSERT.native}`);
  await assert.rejects(tell(sides, INSERT.foreign), BUSY);
  assert.deepEqual(await foreignRows(sides), ['native']);
  sides.native.exec('commit');
  await tell(sides, INSERT.foreign);
  await bothSee(sides, ['native', 'native', 'foreign']);

  await tell(sides, `begin immediate; ${INSERT.foreign}`);
  assert.equal(attempt(sides.native, INSERT.native), 'SQLITE_BUSY');
  assert.deepEqual(nativeRows(sides), ['native', 'native', 'foreign']);
  await tell(sides, 'commit');
  sides.native.exec(INSERT.native);
  await bothSee(sides, ['native', 'native', 'foreign', 'foreign', 'native']);
}

/**
 * A reader's transaction sees one state: in rollback mode it keeps the other from committing, in WAL mode it looks past that.
 * @param {Sides} sides
 * @param {string} mode
 */
async function readWhileOtherWrites(sides, mode) {
  const written = mode === 'wal' ? 'ok' : 'SQLITE_BUSY';
  const before = nativeRows(sides);

  await tell(sides, 'begin');
  assert.deepEqual(await foreignRows(sides), before);
  assert.equal(attempt(sides.native, INSERT.native), written);
  assert.deepEqual(await foreignRows(sides), before);
  await tell(sides, 'commit');

  const between = nativeRows(sides);
  sides.native.exec(`begin; ${ROWS}`);
  const write = tell(sides, INSERT.foreign);
  await (written === 'ok' ? write : assert.rejects(write, BUSY));
  assert.deepEqual(nativeRows(sides), between);
  sides.native.exec('commit');

  const added = written === 'ok' ? ['native', 'foreign'] : [];
  await bothSee(sides, [...before, ...added]);
}

/**
 * Both write at once, and wait for each other.
 * @param {Sides} sides
 */
async function writeAtOnce(sides) {
  const before = nativeRows(sides);
  await tell(sides, PATIENCE);
  sides.native.exec(PATIENCE);
  let running = true;
  const theirs = tell(sides, `${INSERT.foreign};`.repeat(BURST)).finally(() => {
    running = false;
  });
  let count = 0;
  while (running || count < BURST) {
    sides.native.exec(INSERT.native);
    count += 1;
    await sleep(5);
  }
  await theirs;

  const rows = nativeRows(sides);
  await bothSee(sides, rows);
  const added = rows.slice(before.length);
  assert.equal(added.filter((by) => by === 'foreign').length, BURST);
  assert.equal(added.filter((by) => by === 'native').length, count);
}

/**
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
