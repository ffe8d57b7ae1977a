'use strict';

const { defineMembers } = require('../define-members');
const { oneRow } = require('../guest/flags');
const { SQLITE_OK } = require('../guest/result-codes');
const { columnCount, rowCount, rowsAddress, statementState } = require('../guest/result-record');
const { Object, Reflect } = require('../intrinsics');
const { log, unbind } = require('./execution');

/** @import { Prepared } from './prepared' */
/** @import { Statement } from './statement' */

/** Private to this file, so that no other code can construct an iterator. */
const PRIVILEGE = Symbol();

/** @param {unknown} value */
const record = (value) => ({ value, done: false });

const doneRecord = () => ({ value: undefined, done: true });

/** Steps through a statement's rows. */
class Cursor {
  /** @param {Prepared} statement */
  constructor(statement) {
    this.statement = statement;
    this.alive = true;
    this.logged = false;
  }

  /** @param {Function} method */
  next(method) {
    const { statement } = this;
    const { connection } = statement;
    connection.requireNotExecuting();
    if (!this.alive) return doneRecord();
    connection.requireOpen();
    if (!this.logged) this.log();
    connection.enter();
    try {
      const code = connection.guest.stmt_fetch(statement.address, oneRow(statement.rowsFlags));
      // Before the code: the guest says only once that SQLite has recompiled the statement, even if that step fails.
      statement.checkDecoder(statementState(connection));
      if (connection.failed(code)) throw this.fail(code, method);
      return this.take();
    } catch (error) {
      // A row that could not be decoded.
      if (this.alive) this.end();
      throw error;
    } finally {
      connection.leave();
    }
  }

  /** Decodes the row that the guest has packed, or ends if there is none. */
  take() {
    const { statement } = this;
    const { connection } = statement;
    if (rowCount(connection) === 0) {
      this.end();
      return doneRecord();
    }
    const at = rowsAddress(connection);
    const decoder = statement.decoder ?? statement.rowDecoder(columnCount(connection), 1);
    return record(decoder.one(connection.memory, at));
  }

  log() {
    this.logged = true;
    try {
      log(this.statement);
    } catch (error) {
      this.end();
      throw error;
    }
    this.statement.connection.requireOpen();
  }

  /** @param {number} code @param {Function} method */
  fail(code, method) {
    const error = this.statement.connection.thrownOrError(code, method);
    this.end();
    return error;
  }

  return() {
    const { connection } = this.statement;
    connection.requireNotExecuting();
    const code = this.alive ? this.end() : SQLITE_OK;
    if (code !== SQLITE_OK) throw connection.thrownOrError(code, this.return);
    return doneRecord();
  }

  /** Resets and unlocks the statement, which commits a transaction of the statement's own. Returns a result code. */
  end() {
    const { statement } = this;
    const { connection } = statement;
    this.alive = false;
    statement.locked = false;
    connection.iterators -= 1;
    if (!connection.open) return SQLITE_OK;
    const code = statement.reset();
    unbind(statement);
    return code;
  }
}

/** The object that iterate() returns. */
class StatementIterator {
  /** @type {Cursor} */
  #cursor;

  /** @param {unknown[]} args */
  constructor(...args) {
    const [privilege, cursor, statement] = args;
    if (privilege !== PRIVILEGE || !(cursor instanceof Cursor)) throw new TypeError('Disabled constructor');
    this.#cursor = cursor;
    Object.defineProperty(this, 'statement', { value: statement, enumerable: true });
  }

  /** @param {unknown} iterator */
  static cursorOf(iterator) {
    try {
      return /** @type {StatementIterator} */ (iterator).#cursor;
    } catch {
      throw new TypeError('Illegal invocation');
    }
  }
}

const { cursorOf } = StatementIterator;
Reflect.deleteProperty(StatementIterator, 'cursorOf');

/** @this {unknown} */
function next() {
  return cursorOf(this).next(next);
}

defineMembers(StatementIterator.prototype, {
  next,
  /** @this {unknown} */
  return() {
    return cursorOf(this).return();
  },
  /** @this {unknown} */
  [Symbol.iterator]() {
    cursorOf(this);
    return this;
  },
});

/**
 * Creates the iterator over the rows of a locked statement.
 * @param {Prepared} prepared
 * @param {Statement} statement
 */
function createIterator(prepared, statement) {
  return new StatementIterator(PRIVILEGE, new Cursor(prepared), statement);
}

exports.StatementIterator = StatementIterator;
exports.createIterator = createIterator;
