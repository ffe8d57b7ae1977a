'use strict';

// The WAL index file, as SQLite's file format of the WAL describes it. Its words are in the CPU's byte order.

const assert = require('node:assert/strict');

const REGION = 32_768;
const HEADER_BYTES = 48;
const VERSION = 3_007_000;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * Fails unless an index describes a WAL: its two headers are the same, initialized, and count all frames of this WAL.
 * @param {Buffer} index the content of the index file
 * @param {Buffer} wal the content of the WAL, which has no frames of an earlier one
 */
function requireIndexOf(index, wal) {
  assert.equal(index.length, REGION);
  assert.deepEqual(index.subarray(0, HEADER_BYTES), index.subarray(HEADER_BYTES, 2 * HEADER_BYTES));
  const words = new Uint32Array(Uint8Array.from(index.subarray(0, HEADER_BYTES)).buffer);
  const pageSize = wal.readUInt32BE(8);
  assert.equal(words[0], VERSION);
  assert.equal(index[12], 1, 'the index is initialized');
  assert.equal(words[4], (wal.length - WAL_HEADER_BYTES) / (pageSize + FRAME_HEADER_BYTES));
  assert.deepEqual(index.subarray(32, 40), wal.subarray(16, 24), 'the salts are those of the WAL');
}

module.exports = { REGION, requireIndexOf };
