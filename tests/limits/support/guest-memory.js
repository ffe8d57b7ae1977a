'use strict';

// The memory of the engine under test, which grows up to 4 GiB and never shrinks.

const path = require('node:path');
const { engine, folder } = require('../../conformance/support/engine');

/** Blobs that are bound together are in memory together. */
const PIECE = Buffer.alloc(500_000_000, 'a piece of memory. ');

const HALF = 2 ** 31;

/** Whether the engine under test is this package: native better-sqlite3 has no memory of its own. */
const ours = engine !== 'reference';

/**
 * Gives the connection behind a Database object. It is taken from inside the package: nothing outside tells addresses.
 * @param {object} db
 */
function inside(db) {
  return require(path.join(folder, 'lib', 'connection-of.js')).connectionOf(db);
}

/**
 * Has the memory grown by some times 500 MB, in a few large steps, and free. Gives how many bytes were there.
 * @param {object} db
 * @param {number} times
 * @returns {number}
 */
function growBy(db, times) {
  const lengths = Array(times).fill('length(?)').join(' + ');
  return db.prepare(`select ${lengths}`).pluck().get(Array(times).fill(PIECE));
}

/**
 * Takes all memory there can be, down to the last few bytes. Gives what frees it again.
 * @param {object} db
 * @returns {() => void}
 */
function takeAll(db) {
  const { guest } = inside(db);
  const taken = [];
  for (let size = PIECE.length; size >= 8; size = Math.floor(size / 2)) {
    for (let address = guest.alloc(size); address !== 0; address = guest.alloc(size)) taken.push(address);
  }
  return () => taken.forEach((address) => guest.free(address));
}

/**
 * Takes all memory below 2 GiB, down to the smallest hole, so that whatever is allocated next lies beyond.
 * @param {object} db
 */
function fillBelowHalf(db) {
  const { guest } = inside(db);
  for (let size = PIECE.length; size >= 8; size = Math.floor(size / 2)) {
    for (let address = 0; address < HALF;) {
      address = guest.alloc(size) >>> 0;
      if (address === 0) throw new Error(`no ${size} bytes beyond 2 GiB`);
      if (address >= HALF) guest.free(address);
    }
  }
}

module.exports = { HALF, PIECE, fillBelowHalf, growBy, inside, ours, takeAll };
