'use strict';

const { RESULT_COLUMNS, RESULT_COUNT, RESULT_ROWS, ROWS_ONE } = require('../generated/abi');
const { log, readState, unbind } = require('./execution');

/** @import { Compiled } from './prepared' */
/** @import { Statement } from './statement' */

/** Known to this file only, so that nobody else can construct. */
const PRIVILEGE = Symbol();

/** @param {unknown} value */
const record = (value) => ({ value, done: false });

const doneRecord = () => ({ value: undefined, done: true });

/** Walks over a statement's rows. */
class Cursor {
  /** @param {Compiled} statement */
  constructor(statement) {
    this.statement = statement;
    this.alive = true;
    this.logged = false;
  }

  /** @param {Function} method */
  next(method) {
    const { statement } = this;
    const { connection } = statement;
    connection.requireIdle();
    if (!this.alive) return doneRecord();
    connection.requireOpen();
    if (!this.logged) this.log();
    connection.enter();
    try {
      const code = connection.guest.stmt_fetch(statement.address, statement.rowsFlags | ROWS_ONE);
      if (code !== 0) throw this.fail(code, method);
      return this.take();
    } finally {
      connection.executing = false;
    }
  }

  /** Gives the row that the guest has packed, or ends. */
  take() {
    const { statement } = this;
    const { memory, address } = statement.connection;
    readState(statement);
    if (memory.int32(address + RESULT_COUNT) === 0) {
      this.end();
      return doneRecord();
    }
    const at = memory.uint32(address + RESULT_ROWS);
    const decoder = statement.decoder ?? statement.rowDecoder(memory.int32(address + RESULT_COLUMNS));
    return record(decoder.one(memory, at));
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
    const error = this.statement.connection.reason(code, method);
    this.end();
    return error;
  }

  return() {
    this.statement.connection.requireIdle();
    if (this.alive) this.end();
    return doneRecord();
  }

  /** Gives the statement back. */
  end() {
    const { statement } = this;
    const { connection } = statement;
    this.alive = false;
    statement.locked = false;
    connection.iterators -= 1;
    if (!connection.open) return;
    statement.reset();
    unbind(statement);
  }
}

/** The object that iterate() gives. */
class StatementIterator {
  /** @type {Cursor} */
  #cursor;

  /** @param {unknown[]} given */
  constructor(...given) {
    const [privilege, cursor, statement] = given;
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

Object.assign(StatementIterator.prototype, {
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
 * Makes the iterator over the rows of a statement that was locked for it.
 * @param {Compiled} compiled
 * @param {Statement} statement
 */
function createIterator(compiled, statement) {
  return new StatementIterator(PRIVILEGE, new Cursor(compiled), statement);
}

exports.StatementIterator = StatementIterator;
exports.createIterator = createIterator;
