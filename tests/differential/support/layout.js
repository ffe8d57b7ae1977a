'use strict';

// Databases whose pages differ only in where their cells lie.

const { reference } = require('./both-packages');

/** Where the header says which journal it has: a copy in memory can have no WAL. */
const VERSIONS = 18;
const MAGIC = 'SQLite format 3\0';

/** @param {Buffer} bytes */
const isDatabase = (bytes) => bytes.toString('latin1', 0, MAGIC.length) === MAGIC;

/**
 * Gives a database written anew, if it has a table without rowids.
 * @param {Buffer} bytes
 */
function writtenAnew(bytes) {
  const copy = Buffer.from(bytes);
  copy.fill(1, VERSIONS, VERSIONS + 2);
  const db = new reference(copy);
  try {
    const tables = db.prepare("select count(*) from sqlite_schema where sql like '%without%rowid%'").pluck().get();
    if (tables === 0) return undefined;
    db.exec('vacuum');
    return db.serialize();
  } catch {
    // It needs functions of the application, or is damaged on purpose.
    return undefined;
  } finally {
    db.close();
  }
}

/**
 * Whether two databases are the same once they are written anew.
 * @param {unknown} one
 * @param {unknown} other
 */
function differInLayout(one, other) {
  if (!Buffer.isBuffer(one) || !Buffer.isBuffer(other) || one.length !== other.length) return false;
  if (!isDatabase(one) || !isDatabase(other)) return false;
  const anew = writtenAnew(one);
  return anew !== undefined && writtenAnew(other)?.equals(anew) === true;
}

exports.differInLayout = differInLayout;
