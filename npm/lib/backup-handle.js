'use strict';

// One backup in progress.

const { realpathSync, unlinkSync } = require('node:fs');
const { connectionOf } = require('./connection-of');
const { releaseInstances } = require('./engine/choose');
const { allocateCString } = require('./guest/c-string');
const { SQLITE_BUSY, SQLITE_DONE, SQLITE_OK, codeName } = require('./guest/result-codes');
const { backupPages, resultCode, resultText } = require('./guest/result-record');
const { openConnection } = require('./open/open');
const SqliteError = require('./sqlite-error');

/** @import { Connection } from './connection' */
/** @import { DatabaseObject } from './connection-of' */

/** @typedef {{ totalPages: number, remainingPages: number }} Progress */

/**
 * Opens the destination of a backup, on the same instance as its source.
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
    engine,
  });
}

/**
 * Begins a backup in the guest. Returns its address.
 * @param {Connection} source
 * @param {Connection} destination
 * @param {string} attached name of the database to copy
 */
function open(source, destination, attached) {
  const name = allocateCString(source, attached);
  const backup = source.guest.backup_open(destination.address, source.address, name.address) >>> 0;
  name.free();
  if (backup !== 0) return backup;
  throw destination.error(resultCode(destination), open);
}

class BackupHandle {
  /**
   * Begins a backup. Refers to the Database object, so that the object is not collected, and closed, during the backup.
   * @param {DatabaseObject} database
   * @param {string} attached name of the database to copy
   * @param {string} filename
   * @param {boolean} isNew whether the file did not exist
   */
  constructor(database, attached, filename, isNew) {
    const source = connectionOf(database);
    source.requireOpen();
    source.requireNotExecuting();
    this.database = database;
    this.filename = filename;
    this.complete = false;
    this.isNew = isNew;
    this.destination = openDestination(filename, source);
    this.alive = true;
    /** Address of the backup in the guest, 0 before it has begun. */
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
   * Copies up to `pages` pages.
   * @param {number} pages
   * @returns {Progress}
   */
  transfer(pages) {
    connectionOf(this.database).requireOpen();
    const { destination } = this;
    const code = destination.guest.backup_step(this.address, pages);
    const { total, remaining } = backupPages(destination);
    const canContinue = code === SQLITE_OK || (code === SQLITE_BUSY && remaining > 0);
    if (code === SQLITE_DONE) this.complete = true;
    else if (!canContinue) throw this.error(code);
    return { totalPages: total, remainingPages: remaining };
  }

  /** @param {number} code */
  error(code) {
    const { destination } = this;
    destination.guest.db_error_text(destination.address, code);
    return new SqliteError(resultText(destination) ?? 'unknown error', codeName(code));
  }

  /** Ends the backup, unless it has ended. Removes a new file that is incomplete. */
  end() {
    if (!this.alive) return;
    this.alive = false;
    const { address, destination } = this;
    connectionOf(this.database).backups.delete(this);
    destination.backups.delete(this);
    destination.closeIfCutOff();
    if (destination.open) {
      if (address !== 0) destination.guest.backup_close(address);
      destination.close();
    }
    releaseInstances();
    if (this.isNew && !this.complete) this.#remove();
  }

  #remove() {
    try {
      unlinkSync(realpathSync(this.filename));
    } catch {
      // The file was removed before, or cannot be removed.
    }
  }
}

exports.BackupHandle = BackupHandle;
