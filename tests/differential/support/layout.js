'use strict';

// Databases that differ only in the layout of their pages.

const { reference } = require('./both-packages');

/** The offset of the file format versions, which select the kind of journal: a copy in memory cannot have a WAL. */
const VERSIONS = 18;
/** The offsets of the counter of changes, and of its value when the version of SQLite was written. */
const COUNTERS = [24, 92];
const MAGIC = 'SQLite format 3\0';

/** @param {Buffer} bytes */
const isDatabase = (bytes) => bytes.toString('latin1', 0, MAGIC.length) === MAGIC;

/**
 * Returns a vacuumed copy of a database with a WITHOUT ROWID table, undefined for any other database.
 * @param {Buffer} bytes
 */
function vacuumed(bytes) {
  const copy = Buffer.from(bytes);
  copy.fill(1, VERSIONS, VERSIONS + 2);
  const db = new reference(copy);
  try {
    const tables = db.prepare("select count(*) from sqlite_schema where sql like '%without%rowid%'").pluck().get();
    if (tables === 0) return undefined;
    db.exec('vacuum');
    const bytes = db.serialize();
    // A row that is replaced by an equal one counts as a change only if it is deleted first.
    for (const counter of COUNTERS) bytes.fill(0, counter, counter + 4);
    return bytes;
  } catch {
    // The database needs user functions, or is damaged on purpose.
    return undefined;
  } finally {
    db.close();
  }
}

/**
 * Returns whether two databases are the same once they are vacuumed.
 * @param {unknown} one
 * @param {unknown} other
 */
function differInLayout(one, other) {
  if (!Buffer.isBuffer(one) || !Buffer.isBuffer(other) || one.length !== other.length) return false;
  if (!isDatabase(one) || !isDatabase(other)) return false;
  const copy = vacuumed(one);
  return copy !== undefined && vacuumed(other)?.equals(copy) === true;
}

exports.differInLayout = differInLayout;
