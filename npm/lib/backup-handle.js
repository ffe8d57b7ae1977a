'use strict';

// One copy of a database under way.

const fs = require('node:fs');
const { RESULT_CHANGES, RESULT_CODE, RESULT_COUNT } = require('./generated/abi');
const { connectionOf } = require('./connection-of');
const { releaseEngine } = require('./engine/choose');
const { openConnection } = require('./open/open');
const { SQLITE_BUSY, SQLITE_DONE, SQLITE_OK, codeName } = require('./guest/result-codes');
const { OwnSqlText } = require('./guest/sql-text');
const SqliteError = require('./sqlite-error');

/** @import { Connection } from './connection' */
/** @import { DatabaseObject } from './connection-of' */

/** @typedef {{ totalPages: number, remainingPages: number }} Progress */

/**
 * Opens the file that a backup goes to, beside its source.
 * @param {string} filename
 * @param {Connection} source
 */
function openDestination(filename, { engine }) {
  return openConnection({
    name: filename,
    filename,
    anonymous: false,
    content: undefined,
    files: undefined,
    readonly: false,
    fileMustExist: false,
    timeout: 0,
    verbose: null,
    engine: engine.name,
  });
}

/**
 * Gives the address of a backup that the guest has begun.
 * @param {Connection} source
 * @param {Connection} destination
 * @param {string} attached
 */
function open(source, destination, attached) {
  const name = new OwnSqlText(source, attached);
  const backup = source.guest.backup_open(destination.address, source.address, name.address) >>> 0;
  name.free();
  if (backup !== 0) return backup;
  throw destination.error(destination.memory.int32(destination.address + RESULT_CODE), open);
}

class Backup {
  /**
   * Begins a backup. The database is kept, so that it is not closed as one that nobody uses.
   * @param {DatabaseObject} database
   * @param {string} attached which of its databases
   * @param {string} filename
   * @param {boolean} isNew whether the file was not there
   */
  constructor(database, attached, filename, isNew) {
    const source = connectionOf(database);
    source.requireOpen();
    source.requireIdle();
    this.database = database;
    this.filename = filename;
    this.complete = false;
    this.isNew = isNew;
    this.destination = openDestination(filename, source);
    this.alive = true;
    this.address = 0;
    try {
      this.address = open(source, this.destination, attached);
    } catch (error) {
      this.end();
      throw error;
    }
    source.backups.add(this);
    this.destination.backups.add(this);
  }

  /**
   * Copies some pages.
   * @param {number} pages
   * @returns {Progress}
   */
  transfer(pages) {
    connectionOf(this.database).requireOpen();
    const { guest, memory, address } = this.destination;
    const code = guest.backup_step(this.address, pages);
    const remainingPages = memory.int32(address + RESULT_COUNT);
    const goesOn = code === SQLITE_OK || (code === SQLITE_BUSY && remainingPages > 0);
    if (code === SQLITE_DONE) this.complete = true;
    else if (!goesOn) throw this.error(code);
    return { totalPages: memory.int32(address + RESULT_CHANGES), remainingPages };
  }

  /** @param {number} code */
  error(code) {
    const { destination } = this;
    destination.guest.db_error_text(destination.address, code);
    return new SqliteError(destination.text() ?? 'unknown error', codeName(code));
  }

  /** Ends it, if it has not ended. A file that it has made and not completed is removed. */
  end() {
    if (!this.alive) return;
    this.alive = false;
    const { address, destination } = this;
    connectionOf(this.database).backups.delete(this);
    destination.backups.delete(this);
    if (destination.open) {
      if (address !== 0) destination.guest.backup_close(address);
      destination.close();
    }
    releaseEngine();
    if (this.isNew && !this.complete) this.#remove();
  }

  #remove() {
    try {
      fs.unlinkSync(fs.realpathSync(this.filename));
    } catch {
      // It was removed before, or cannot be.
    }
  }
}

exports.Backup = Backup;
