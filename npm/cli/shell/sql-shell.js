'use strict';

const { statSync } = require('node:fs');
const { isatty } = require('node:tty');
const Database = require('#package');
const { CommandError } = require('./failures');
const { Output } = require('./output/output');
const { Signals } = require('./signals');

/** @import { Database as Connection } from '../../index' */
/** @import { Settings } from './arguments' */
/** @import { Command } from './contract' */

/**
 * @typedef {object} Circumstances what a shell begins with
 * @property {string} file
 * @property {boolean} write
 * @property {number} timeout
 * @property {Settings} settings
 * @property {SharedArrayBuffer} signals
 */

const STDOUT = 1;
const STDERR = 2;

/**
 * Throws unless a file can be opened as a database, as far as the file system tells.
 * @param {string} file
 * @param {boolean} write
 */
function requireFile(file, write) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    if (write) return;
    throw new CommandError(`${file} does not exist; start with --write to create it`);
  }
  if (stat.isDirectory()) throw new CommandError(`${file} is a folder; name a database file in it`);
}

/**
 * Returns an open connection to a database that can be read.
 * @param {Circumstances} circumstances
 * @returns {Connection}
 */
function openDatabase({ file, write, timeout }) {
  const inMemory = file === ':memory:';
  if (!inMemory && !file.startsWith('file:')) requireFile(file, write);
  const db = new Database(file, { readonly: !inMemory && !write, timeout });
  try {
    db.pragma('schema_version');
    // As in sqlite3: a dump with virtual tables writes to the schema.
    db.unsafeMode();
    return db;
  } catch (error) {
    db.close();
    throw Object.assign(/** @type {Error} */ (error), { message: `${file}: ${/** @type {Error} */ (error).message}` });
  }
}

/** An open database, and where its rows are printed. */
class Shell {
  /**
   * @param {Circumstances} circumstances
   * @param {Map<string, Command>} commands
   */
  constructor(circumstances, commands) {
    this.commands = commands;
    this.circumstances = circumstances;
    this.settings = circumstances.settings;
    this.signals = new Signals(circumstances.signals);
    this.output = new Output(STDOUT, this.signals);
    this.errors = new Output(STDERR, this.signals);
    this.terminalWidth = Infinity;
    this.db = openDatabase(circumstances);
  }

  get file() {
    return this.circumstances.file;
  }

  get inMemory() {
    return this.file === ':memory:';
  }

  /** @param {number | undefined} columns of the terminal */
  useWidth(columns) {
    this.terminalWidth = columns !== undefined && isatty(STDOUT) ? columns : Infinity;
  }

  reopen() {
    this.db.close();
    this.db = openDatabase(this.circumstances);
  }

  /** @param {string} what needs it */
  requireWrite(what) {
    if (this.db.readonly) throw new CommandError(`${what} changes the database; start with --write`);
  }

  /** Throws if changes are about to be lost, as at the end of a script that was cut off. */
  requireCommitted() {
    if (!this.db.inTransaction || this.db.readonly) return;
    throw new CommandError('a transaction is open at the end, so its changes are rolled back; end it with COMMIT');
  }

  /** @param {string} what needs it */
  requireNoTransaction(what) {
    if (this.db.inTransaction) throw new CommandError(`${what} needs the end of the transaction; COMMIT or ROLLBACK`);
  }
}

exports.Shell = Shell;
