'use strict';

const assert = require('assert/strict');
const path = require('path');

/** @import { Foreign } from './foreign.js' */

const { LOCK_NONE: NONE, LOCK_READ: READ, LOCK_WRITE: WRITE } = require(path.resolve(__dirname, '../../../npm/lib/generated/abi.js'));

const EAGAIN = 11;

/** SQLite's lock bytes (its file format, `PENDING_BYTE` and what follows). */
const PENDING = { offset: 0x40000000, length: 1 };
const RESERVED = { offset: 0x40000001, length: 1 };
const SHARED = { offset: 0x40000002, length: 510 };

/** Ranges that SQLite never locks: its neighbours, and its own 4 GiB further, where an address cut to 32 bits would meet it. */
const ELSEWHERE = [
  { offset: PENDING.offset - 8, length: 8 },
  { offset: SHARED.offset + SHARED.length, length: 1 },
  { offset: 2 ** 32 + PENDING.offset, length: 512 },
];

/**
 * A lock state of native SQLite: how to get into it, and the kinds of lock that it then holds.
 * @typedef {{ sql: string, pending: number, reserved: number, shared: number }} State
 */
/** @type {Record<string, State>} */
const STATES = {
  UNLOCKED: { sql: '', pending: NONE, reserved: NONE, shared: NONE },
  SHARED: { sql: 'begin; select * from t', pending: NONE, reserved: NONE, shared: READ },
  RESERVED: { sql: 'begin immediate', pending: NONE, reserved: WRITE, shared: READ },
  EXCLUSIVE: { sql: 'begin exclusive', pending: WRITE, reserved: WRITE, shared: WRITE },
};

/** What native SQLite has while it waits for readers to leave. */
const PENDING_STATE = { pending: WRITE, reserved: WRITE, shared: READ };

/**
 * Tries a lock of a foreign runtime against one that native SQLite holds: it must be seen, and refused or granted.
 * @param {Foreign} foreign
 * @param {number} file
 * @param {{ offset: number, length: number }} range
 * @param {number} held the kind that is held there
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
 * Tries every lock byte.
 * @param {Foreign} foreign
 * @param {number} file
 * @param {{ pending: number, reserved: number, shared: number }} held
 */
async function probeAll(foreign, file, held) {
  await probe(foreign, file, PENDING, held.pending);
  await probe(foreign, file, RESERVED, held.reserved);
  await probe(foreign, file, SHARED, held.shared);
  // The range's first and last byte alone.
  await probe(foreign, file, { offset: SHARED.offset, length: 1 }, held.shared);
  await probe(foreign, file, { offset: SHARED.offset + SHARED.length - 1, length: 1 }, held.shared);
  // As long as it has to be to meet the first byte.
  await probe(foreign, file, { offset: PENDING.offset - 7, length: 8 }, held.pending);
  for (const range of ELSEWHERE) await probe(foreign, file, range, NONE);
}

module.exports = { NONE, READ, WRITE, EAGAIN, PENDING, RESERVED, SHARED, STATES, PENDING_STATE, probeAll };
