'use strict';

const assert = require('assert/strict');
const path = require('path');

/** @import { Foreign } from './foreign.js' */

const ABI = path.resolve(__dirname, '../../../npm/lib/generated/abi.js');
const { LOCK_NONE: NONE, LOCK_READ: READ, LOCK_WRITE: WRITE } = require(ABI);

const EAGAIN = 11;

/** SQLite's lock bytes: `PENDING_BYTE`, `RESERVED_BYTE`, and the range at `SHARED_FIRST`. */
const PENDING = { offset: 0x40000000, length: 1 };
const RESERVED = { offset: 0x40000001, length: 1 };
const SHARED = { offset: 0x40000002, length: 510 };

/**
 * Ranges that SQLite never locks: the neighbours of its lock bytes, and a range 4 GiB further, which would conflict if
 * offsets were cut to 32 bits.
 */
const ELSEWHERE = [
  { offset: PENDING.offset - 8, length: 8 },
  { offset: SHARED.offset + SHARED.length, length: 1 },
  { offset: 2 ** 32 + PENDING.offset, length: 512 },
];

/**
 * A lock state of native SQLite: the SQL that enters it, and the kinds of lock that SQLite holds in it.
 * @typedef {{ sql: string, pending: number, reserved: number, shared: number }} State
 */
/** @type {Record<string, State>} */
const STATES = {
  UNLOCKED: { sql: '', pending: NONE, reserved: NONE, shared: NONE },
  SHARED: { sql: 'begin; select * from t', pending: NONE, reserved: NONE, shared: READ },
  RESERVED: { sql: 'begin immediate', pending: NONE, reserved: WRITE, shared: READ },
  EXCLUSIVE: { sql: 'begin exclusive', pending: WRITE, reserved: WRITE, shared: WRITE },
};

/** The locks of native SQLite while it waits for readers to release SHARED. */
const PENDING_STATE = { pending: WRITE, reserved: WRITE, shared: READ };

/**
 * Requests locks on another runtime where native SQLite holds one. Conflicts must be reported and refused, and other
 * requests granted.
 * @param {Foreign} foreign
 * @param {number} file
 * @param {{ offset: number, length: number }} range
 * @param {number} held the kind of lock that native SQLite holds there
 */
async function probe(foreign, file, range, held) {
  for (const kind of [READ, WRITE]) {
    const conflicts = held === WRITE || (held === READ && kind === WRITE);
    const what = `kind ${kind} at ${range.offset}+${range.length} against kind ${held}`;
    assert.equal(await foreign.ask('holder', { file, kind, ...range }), conflicts ? held : NONE, `holder, ${what}`);
    assert.equal(await foreign.ask('lock', { file, kind, ...range }), conflicts ? EAGAIN : 0, `lock, ${what}`);
    assert.equal(await foreign.ask('lock', { file, kind: NONE, ...range }), 0, `unlock, ${what}`);
  }
}

/**
 * Probes every lock byte.
 * @param {Foreign} foreign
 * @param {number} file
 * @param {{ pending: number, reserved: number, shared: number }} held
 */
async function probeAll(foreign, file, held) {
  await probe(foreign, file, PENDING, held.pending);
  await probe(foreign, file, RESERVED, held.reserved);
  await probe(foreign, file, SHARED, held.shared);
  // The first and the last byte of the range alone.
  await probe(foreign, file, { offset: SHARED.offset, length: 1 }, held.shared);
  await probe(foreign, file, { offset: SHARED.offset + SHARED.length - 1, length: 1 }, held.shared);
  // Just long enough to overlap PENDING.
  await probe(foreign, file, { offset: PENDING.offset - 7, length: 8 }, held.pending);
  for (const range of ELSEWHERE) await probe(foreign, file, range, NONE);
}

module.exports = { NONE, READ, WRITE, EAGAIN, PENDING, RESERVED, SHARED, STATES, PENDING_STATE, probeAll };
