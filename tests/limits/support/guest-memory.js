'use strict';

// The memory of the engine under test, which grows up to 4 GiB and never shrinks.

const path = require('node:path');
const { engine, folder } = require('../../conformance/support/engine');

/** Blobs that are bound together are in memory together. */
const PIECE = Buffer.alloc(500_000_000, 'a piece of memory. ');

/** What native better-sqlite3 has not. */
const ours = engine !== 'reference';

/**
 * Gives the connection behind a Database object. It is taken from inside the package: nothing outside tells addresses.
 * @param {object} db
 */
function inside(db) {
  return require(path.join(folder, 'lib', 'internal.js')).connectionOf(db);
}

/**
 * Has the memory grown by some times 500 MB, in a few large steps, and free.
 * @param {object} db
 * @param {number} times
 */
function growBy(db, times) {
  const marks = Array(times).fill('length(?)').join(' + ');
  return db.prepare(`select ${marks}`).pluck().get(Array(times).fill(PIECE));
}

module.exports = { PIECE, growBy, inside, ours };
