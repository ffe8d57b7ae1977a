'use strict';

// What is behind a Database object: its connection in the guest, and the rules about what may be done when.

const { refusingExports } = require('./engine/wrap-exports');
const { errorAt } = require('./error-at');
const { ParameterArea } = require('./guest/parameter-area');
const { ResultArea } = require('./guest/result-area');
const { SQLITE_OK, codeName } = require('./guest/result-codes');
const { resultText } = require('./guest/result-record');
const { createMemory } = require('./host/byte-order');
const { HandleTable } = require('./host/handle-table');
const { Set } = require('./intrinsics');

/** @import { BackupHandle } from './backup-handle' */
/** @import { Instance } from './engine/contract' */
/** @import { Handler, CallbackOwner } from './host/callbacks-contract' */
/** @import { Controller } from './methods/transaction' */

/** @typedef {(sql: string) => unknown} Logger */

const BUSY = 'This database connection is busy executing a query';

const notOpen = () => new TypeError('The database connection is not open');

/**
 * Stands in for the instance after closing, so that a closed Database object does not keep the guest's memory alive.
 */
const CLOSED = {
  guest: refusingExports(notOpen),
  memory: createMemory(),
  /** @type {HandleTable<Handler>} */
  handlers: new HandleTable(),
};

/** @implements {CallbackOwner} */
class Connection {
  /** @type {Instance | null} The instance that the connection is open on. */
  #instance;

  /**
   * @param {Instance} instance
   * @param {number} address
   * @param {{ name: string, memory: boolean, readonly: boolean, verbose: Logger | null }} description
   */
  constructor(instance, address, { name, memory, readonly, verbose }) {
    this.name = name;
    this.inMemory = memory;
    this.readonly = readonly;
    this.verbose = verbose;

    this.engine = instance.name;
    this.address = address;
    this.guest = instance.guest;
    this.memory = instance.memory;
    this.handlers = instance.tables.handlers;
    this.parameters = new ParameterArea(instance, address);
    this.callbackResults = new ResultArea(instance);

    this.open = true;
    /** Whether SQL runs, so that callbacks may be running inside it. Set by enter() and leave(). */
    this.executing = false;
    /** @type {CallbackOwner['thrown']} What a callback threw into the SQL that runs, or that ran last. */
    this.thrown = undefined;
    /** How many iterators have begun and not ended. */
    this.iterators = 0;
    this.unsafe = false;
    this.safeIntegers = false;
    /** @type {Controller | undefined} */
    this.controller = undefined;
    /** @type {Set<BackupHandle>} Backups from this connection or to it. */
    this.backups = new Set();
    /** @type {unknown} Why the instance stopped, if it did. */
    this.failure = undefined;

    this.#instance = instance;
    instance.connections.add(this);
  }

  get inTransaction() {
    this.closeIfCutOff();
    return this.open && this.guest.db_autocommit(this.address) === 0;
  }

  /**
   * Begins a call of the guest that can run callbacks. A pair with leave().
   *
   * Where only the guest runs between the two, no `finally` is needed: an exception out of the guest stops the
   * instance, which leaves all of its connections.
   */
  enter() {
    this.executing = true;
    this.thrown = undefined;
  }

  /** Ends what enter() began. */
  leave() {
    this.executing = false;
  }

  requireOpen() {
    if (!this.open) throw this.notOpen();
  }

  requireNotExecuting() {
    if (this.executing) throw this.busy();
  }

  /** Returns the error for using a connection while it executes SQL, or for a connection that has been cut off. */
  busy() {
    this.closeIfCutOff();
    return this.failure === undefined ? new TypeError(BUSY) : this.notOpen();
  }

  /** Closes the connection if the JavaScript engine has cut off a call on its instance. */
  closeIfCutOff() {
    this.#instance?.stopIfCutOff(this);
  }

  requireNoIterators() {
    if (this.iterators > 0) throw new TypeError(BUSY);
  }

  requireNoIteratorsUnlessUnsafe() {
    if (!this.unsafe) this.requireNoIterators();
  }

  /** Throws unless the connection is open and nothing at all is in progress. */
  requireUnused() {
    this.requireOpen();
    this.requireNotExecuting();
    this.requireNoIterators();
  }

  /** Returns the error for using a connection that is closed, or whose instance has stopped. */
  notOpen() {
    if (this.failure instanceof Error) return new Error(this.failure.message, { cause: this.failure.cause });
    return notOpen();
  }

  /**
   * Returns the SqliteError for the result code of the last call.
   * @param {number} code
   * @param {Function} method the outermost function that the error's stack leaves out
   */
  error(code, method) {
    this.guest.db_error(this.address);
    return errorAt(resultText(this) ?? 'unknown error', codeName(code), method);
  }

  /**
   * Returns whether a call that can run callbacks has failed: by its result code, or because a callback threw. SQLite
   * goes on after some errors of callbacks, but the program must hear of them.
   * @param {number} code
   */
  failed(code) {
    return code !== SQLITE_OK || this.thrown !== undefined;
  }

  /**
   * Returns the value to throw after a call that can run callbacks: what a callback threw, or else a SqliteError.
   * @param {number} code
   * @param {Function} method the outermost function that an error's stack leaves out
   */
  thrownOrError(code, method) {
    return this.thrownOr(() => this.error(code, method));
  }

  /**
   * Returns what a callback threw, or else another error.
   * @param {() => Error} makeError
   */
  thrownOr(makeError) {
    const { thrown } = this;
    if (thrown === undefined) return makeError();
    this.thrown = undefined;
    return thrown.value;
  }

  /** Closes the connection with its statements and backups. */
  close() {
    for (const backup of this.backups) backup.end();
    const { guest, address } = this;
    const instance = this.#instance;
    this.callbackResults.free();
    this.#detach();
    // From now on no callback runs.
    this.thrown = { value: undefined };
    instance?.connections.delete(this);
    guest.db_close(address);
  }

  /**
   * Closes the connection after its instance has stopped.
   * @param {unknown} failure
   */
  abandon(failure) {
    this.failure = failure;
    this.#detach();
  }

  #detach() {
    this.open = false;
    this.leave();
    this.guest = CLOSED.guest;
    this.memory = CLOSED.memory;
    this.handlers = CLOSED.handlers;
    this.#instance = null;
    this.parameters = new ParameterArea(CLOSED, 0);
    this.callbackResults = new ResultArea(CLOSED);
  }
}

exports.Connection = Connection;
