'use strict';

// The linear memory of the guest, which grows up to 4 GiB and never shrinks.

const path = require('node:path');
const { engine, folder } = require('../../support/engine');

/** A large blob. Blobs bound to the same statement are in memory at the same time. */
const PIECE = Buffer.alloc(500_000_000, 'a piece of memory. ');

const TWO_GIB = 2 ** 31;

/** Whether the engine under test is this package: native better-sqlite3 has no linear memory. */
const isAnysqlite = engine !== 'reference';

/**
 * Returns the connection behind a Database object. Only the internals of the package tell its address.
 * @param {object} db
 */
function connectionOf(db) {
  return require(path.join(folder, 'lib', 'connection-of.js')).connectionOf(db);
}

/**
 * Grows the memory by `times` 500 MB, in a few large steps, and leaves it free. Returns the number of bytes.
 * @param {object} db
 * @param {number} times
 * @returns {number}
 */
function growBy(db, times) {
  const lengths = Array(times).fill('length(?)').join(' + ');
  return db.prepare(`select ${lengths}`).pluck().get(Array(times).fill(PIECE));
}

/**
 * Allocates all memory that the guest can have, down to the last few bytes. Returns a function that frees it.
 * @param {object} db
 * @returns {() => void}
 */
function allocateAll(db) {
  const { guest } = connectionOf(db);
  const addresses = [];
  for (let size = PIECE.length; size >= 8; size = Math.floor(size / 2)) {
    for (let address = guest.alloc(size); address !== 0; address = guest.alloc(size)) addresses.push(address);
  }
  return () => addresses.forEach((address) => guest.free(address));
}

/**
 * Allocates all memory below 2 GiB, down to the smallest hole, so that every later allocation lies beyond it.
 * @param {object} db
 */
function fillBelowTwoGib(db) {
  const { guest } = connectionOf(db);
  for (let size = PIECE.length; size >= 8; size = Math.floor(size / 2)) {
    for (let address = 0; address < TWO_GIB;) {
      address = guest.alloc(size) >>> 0;
      if (address === 0) throw new Error(`there are no ${size} bytes beyond 2 GiB`);
      if (address >= TWO_GIB) guest.free(address);
    }
  }
}

module.exports = { PIECE, TWO_GIB, allocateAll, connectionOf, fillBelowTwoGib, growBy, isAnysqlite };
