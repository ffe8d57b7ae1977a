'use strict';

// What is behind a Database object: its place in the guest, and the rules about what may be done when.

const { RESULT_TEXT, RESULT_TEXT_LEN } = require('./generated/abi');
const { codeName } = require('./guest/result-codes');
const SqliteError = require('./sqlite-error');
const { CellWriter } = require('./guest/value-writer');
const { ResultWriter } = require('./guest/callback-results');

/** @import { Engine } from './engine/contract' */
/** @import { Owner } from './host/callbacks-contract' */
/** @import { Backup } from './backup-handle' */
/** @import { Controller } from './methods/transaction' */

/** @typedef {(sql: string) => unknown} Logger */

const BUSY = 'This database connection is busy executing a query';

/** Stands in for the engine after closing, so that a closed Database object does not keep the guest's memory alive. */
const NO_ENGINE = /** @type {Engine} */ (/** @type {unknown} */ ({ guest: {}, memory: {} }));

/** @implements {Owner} */
class Connection {
  /**
   * @param {Engine} engine
   * @param {number} address
   * @param {{ name: string, memory: boolean, readonly: boolean, verbose: Logger | null }} description
   */
  constructor(engine, address, { name, memory, readonly, verbose }) {
    this.name = name;
    this.inMemory = memory;
    this.readonly = readonly;
    this.verbose = verbose;

    this.engine = engine;
    this.guest = engine.guest;
    this.memory = engine.memory;
    this.address = address;
    this.cells = new CellWriter(engine, address);
    this.results = new ResultWriter(engine, address);

    this.open = true;
    /** SQL runs, so that callbacks of the application may be running inside it. */
    this.executing = false;
    /** @type {Owner['thrown']} What the application has thrown into the SQL that runs, or ran last. */
    this.thrown = undefined;
    /** How many iterators have begun and not ended. */
    this.iterators = 0;
    this.unsafe = false;
    this.safeIntegers = false;
    /** @type {Controller | undefined} */
    this.controller = undefined;
    /** @type {Set<Backup>} Backups from it or to it. */
    this.backups = new Set();
    /** Why the engine ended, if it did. */
    this.failure = /** @type {unknown} */ (undefined);

    engine.connections.add(this);
  }

  get inTransaction() {
    return this.open && this.guest.db_autocommit(this.address) === 0;
  }

  /** Begins what can call the application. It ends with `executing = false`. */
  enter() {
    this.executing = true;
    this.thrown = undefined;
  }

  requireOpen() {
    if (!this.open) throw this.notOpen();
  }

  requireIdle() {
    if (this.executing) throw new TypeError(BUSY);
  }

  requireNoIterators() {
    if (this.iterators > 0) throw new TypeError(BUSY);
  }

  requireNoIteratorsUnlessUnsafe() {
    if (!this.unsafe) this.requireNoIterators();
  }

  /** Makes sure that nothing at all is under way. */
  requireFree() {
    this.requireOpen();
    this.requireIdle();
    this.requireNoIterators();
  }

  /** Gives the error for using a connection that is closed, or whose engine has failed. */
  notOpen() {
    if (this.failure instanceof Error) return new Error(this.failure.message, { cause: this.failure.cause });
    return new TypeError('The database connection is not open');
  }

  /** Takes the text that the last call of the guest gave, null for none. */
  text() {
    const { memory, address } = this;
    const at = memory.uint32(address + RESULT_TEXT);
    return at === 0 ? null : memory.text(at, memory.uint32(address + RESULT_TEXT_LEN));
  }

  /** Takes such a text that the guest leaves to its caller, and frees it. */
  takeText() {
    const at = this.memory.uint32(this.address + RESULT_TEXT);
    const text = this.text();
    this.guest.free(at);
    return text;
  }

  /** Takes such bytes likewise. */
  takeBytes() {
    const { memory, address } = this;
    const at = memory.uint32(address + RESULT_TEXT);
    try {
      return memory.copy(at, memory.uint32(address + RESULT_TEXT_LEN));
    } finally {
      this.guest.free(at);
    }
  }

  /**
   * Gives the error for a code that the guest has just given.
   * @param {number} code
   * @param {Function} method the outermost function that its stack leaves out
   */
  error(code, method) {
    this.guest.db_error(this.address);
    const error = new SqliteError(this.text() ?? 'unknown error', codeName(code));
    Error.captureStackTrace?.(error, method);
    return error;
  }

  /**
   * Gives what to throw for such a code if the application may have been called: what it threw, or an error.
   * @param {number} code
   * @param {Function} method the outermost function that an error's stack leaves out
   */
  reason(code, method) {
    const { thrown } = this;
    if (thrown === undefined) return this.error(code, method);
    this.thrown = undefined;
    return thrown.value;
  }

  /** Ends the connection; its statements and backups go with it. */
  close() {
    for (const backup of this.backups) backup.end();
    const { guest, engine, address } = this;
    this.results.free();
    this.#detach();
    // Nothing of the application is called any more.
    this.thrown = { value: undefined };
    engine.connections.delete(this);
    guest.db_close(address);
  }

  /**
   * Takes note that the engine has failed, and with it the connection.
   * @param {unknown} failure
   */
  abandon(failure) {
    this.failure = failure;
    this.#detach();
  }

  #detach() {
    this.open = false;
    this.executing = false;
    this.engine = NO_ENGINE;
    this.guest = NO_ENGINE.guest;
    this.memory = NO_ENGINE.memory;
    this.cells = new CellWriter(NO_ENGINE, 0);
    this.results = new ResultWriter(NO_ENGINE, 0);
  }
}

exports.Connection = Connection;
