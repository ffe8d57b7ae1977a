'use strict';

// A minimal client of the guest's exports: it takes SQL and returns rows and result codes.

const abi = require('../../../npm/lib/generated/abi');
const { codeName } = require('../../../npm/lib/guest/result-codes');
const { readValue } = require('../../../npm/lib/guest/values');

/** @import { Guest } from './guest' */

const OPEN_READONLY = 1;
const OPEN_READWRITE_CREATE = 6;

/** The most rows fetched from one statement, so that no statement runs forever. */
const MAX_ROWS = 5000;

class SqlError extends Error {
  /** @param {number} code @param {string} message */
  constructor(code, message) {
    super(`${codeName(code)}: ${message}`);
    this.code = code;
    this.codeName = codeName(code);
  }
}

/** A connection. */
class Client {
  /**
   * @param {Guest} guest
   * @param {string} path
   * @param {{ timeout?: number, readOnly?: boolean }} [options]
   */
  constructor(guest, path, { timeout = 0, readOnly = false } = {}) {
    this.guest = guest;
    this.memory = guest.memory;
    const name = Buffer.from(path);
    const at = guest.copyIn(name);
    const flags = readOnly ? OPEN_READONLY : OPEN_READWRITE_CREATE;
    this.address = guest.exports.db_open(at, name.length, flags, timeout) >>> 0;
    guest.exports.free(at);
    if (this.address === 0) throw new SqlError(7, 'out of memory');
    const code = this.#result(abi.RESULT_CODE);
    if (code !== 0) {
      const error = this.#error(code);
      this.close();
      throw error;
    }
  }

  /** Reads a field of the result record. @param {number} field */
  #result(field) {
    return this.memory.int32(this.address + field);
  }

  /** @param {number} code */
  #error(code) {
    this.guest.exports.db_error(this.address);
    const at = this.#result(abi.RESULT_TEXT) >>> 0;
    return new SqlError(code, at === 0 ? '' : this.memory.text(at, this.#result(abi.RESULT_TEXT_LEN)));
  }

  /** @param {number} code */
  #require(code) {
    if (code !== 0) throw this.#error(code);
  }

  /** Whether no transaction is open. */
  get autocommit() {
    return this.guest.exports.db_autocommit(this.address) !== 0;
  }

  /** Lets SQL do what an application may not: write the schema and the shadow tables of virtual tables. */
  disableDefensiveMode() {
    this.guest.exports.db_set_defensive(this.address, 0);
  }

  /**
   * Replaces the main database by a database in memory with this content.
   * @param {Uint8Array} content
   */
  deserialize(content) {
    const at = this.guest.copyIn(content);
    this.#require(this.guest.exports.db_deserialize(this.address, at, content.length, 0));
  }

  /**
   * Executes all statements of a script and discards their rows.
   * @param {string} sql
   */
  exec(sql) {
    this.#each(sql, (statement) => this.#require(this.guest.exports.stmt_drain(statement)));
  }

  /**
   * Returns the rows of the last statement of a script as arrays, at most `limit` of them.
   * @param {string} sql
   * @param {number} [limit]
   */
  rows(sql, limit = MAX_ROWS) {
    /** @type {unknown[][]} */
    let rows = [];
    this.#each(sql, (statement) => {
      rows = this.#fetch(statement, limit);
    });
    return rows;
  }

  /**
   * Returns the first value of the first row, undefined if there is no row.
   * @param {string} sql
   */
  value(sql) {
    return this.rows(sql, 1)[0]?.[0];
  }

  /**
   * Prepares the statements of a script, and finalizes each after its use.
   * @param {string} sql
   * @param {(statement: number) => void} use
   */
  #each(sql, use) {
    const { exports } = this.guest;
    const bytes = Buffer.from(sql);
    const text = this.guest.copyIn(bytes);
    const end = text + bytes.length;
    try {
      for (let at = text; at < end;) {
        const statement = exports.stmt_prepare(this.address, at, end - at, abi.PREPARE_SCRIPT) >>> 0;
        if (statement === 0) {
          const code = this.#result(abi.RESULT_CODE);
          if (code !== abi.NO_STATEMENT) this.#require(code);
          return;
        }
        at = this.#result(abi.RESULT_TEXT) >>> 0;
        try {
          use(statement);
        } finally {
          exports.stmt_finalize(statement);
        }
      }
    } finally {
      exports.free(text);
    }
  }

  /**
   * @param {number} statement
   * @param {number} limit
   */
  #fetch(statement, limit) {
    const { exports } = this.guest;
    /** @type {unknown[][]} */
    const rows = [];
    this.#require(exports.stmt_query(statement, 0, -1, 0));
    for (;;) {
      this.#decode(rows);
      if (this.#result(abi.RESULT_STATE) & abi.STATE_DONE || rows.length >= limit) return rows.slice(0, limit);
      this.#require(exports.stmt_fetch(statement, 0));
    }
  }

  /** @param {unknown[][]} rows */
  #decode(rows) {
    const columns = this.#result(abi.RESULT_COLUMNS);
    const at = this.#result(abi.RESULT_ROWS) >>> 0;
    for (let i = 0; i < this.#result(abi.RESULT_COUNT); i += 1) {
      const row = at + i * columns * abi.VALUE_BYTES;
      rows.push(Array.from({ length: columns }, (_, column) => readValue(this.memory, row + column * abi.VALUE_BYTES)));
    }
  }

  close() {
    return this.guest.exports.db_close(this.address);
  }
}

exports.Client = Client;
exports.SqlError = SqlError;
