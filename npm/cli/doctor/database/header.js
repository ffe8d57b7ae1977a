'use strict';

// What the first bytes of a database file say. Nothing is opened with SQLite.

const fs = require('node:fs');

const MAGIC = Buffer.from('SQLite format 3\0');

/** Offsets of fields in the header of a database file. */
const PAGE_SIZE = 16;
const WRITE_VERSION = 18;
const CHANGES = 24;
const PAGES = 28;
const VALID_FOR = 92;
const HEADER_BYTES = 100;

/** The write version of databases in WAL mode. */
const WAL = 2;

/**
 * @typedef {object} Header
 * @property {string | null} problem why this is no sound database
 * @property {'wal' | 'rollback' | 'unwritten'} journal
 */

/** @param {string} problem @returns {Header} */
const wrong = (problem) => ({ problem, journal: 'unwritten' });

/**
 * Reads the header of a regular file.
 * @param {string} file
 * @returns {Header}
 */
function readHeader(file) {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  let size;
  try {
    ({ size } = fs.fstatSync(descriptor));
    fs.readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    fs.closeSync(descriptor);
  }
  if (size === 0) return { problem: null, journal: 'unwritten' };
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    return wrong('is no SQLite database, or an encrypted one: its first bytes are others');
  }
  return checkSize(header, size);
}

/** @param {Buffer} header @param {number} size @returns {Header} */
function checkSize(header, size) {
  const journal = header[WRITE_VERSION] === WAL ? 'wal' : 'rollback';
  // 1 stands for 65536.
  const pageSize = header.readUInt16BE(PAGE_SIZE) === 1 ? 65536 : header.readUInt16BE(PAGE_SIZE);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) {
    return wrong('is damaged: its header has an impossible page size');
  }
  // Older versions of SQLite do not write the number of pages.
  const writesPages = header.readUInt32BE(CHANGES) === header.readUInt32BE(VALID_FOR);
  const bytes = writesPages ? header.readUInt32BE(PAGES) * pageSize : 0;
  if (size < bytes) {
    const [there, whole] = [size, bytes].map((number) => number.toLocaleString('en'));
    return { problem: `is cut short: ${there} bytes of ${whole}; restore it from a ` +
      'backup, if no write-ahead log beside it has the rest', journal };
  }
  return { problem: null, journal };
}

module.exports = { readHeader };
