'use strict';

// Writes what callbacks return to where the guest reads it.

const SqliteError = require('../sqlite-error');
const { ResultArea } = require('./result-area');
const { SQLITE_TOOBIG, codeName } = require('./result-codes');
const { ValueWriter } = require('./value-writer');

/** @import { GuestAccess } from './allocate' */

/** The results of one connection's callbacks: one callback at a time. */
class CallbackResults {
  /** @param {GuestAccess} access */
  constructor(access) {
    this.area = new ResultArea(access);
    this.writer = new ValueWriter(access.memory, this.area, (value) => this.#tooBig(value));
    /** How an error about the value begins. */
    this.subject = '';
  }

  /**
   * Writes the only result of a callback.
   * @param {number} at address of the value
   * @param {unknown} value
   * @param {string} subject how an error about the value begins
   */
  put(at, value, subject) {
    this.subject = subject;
    this.area.begin();
    if (!this.writer.write(at, value)) throw new TypeError(`${subject} an invalid value`);
  }

  /**
   * Writes a 32-bit integer as the only result of a callback.
   * @param {number} at @param {number} value
   */
  putInt32(at, value) {
    this.writer.writeInt32(at, value);
  }

  free() {
    this.area.free();
  }

  /** @param {unknown} value */
  #tooBig(value) {
    if (typeof value === 'bigint') return new RangeError(`${this.subject} a bigint that was too big`);
    return new SqliteError('string or blob too big', codeName(SQLITE_TOOBIG));
  }
}

exports.CallbackResults = CallbackResults;
