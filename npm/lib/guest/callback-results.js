'use strict';

// Writes what the application gives to where the guest takes results from.

const { VALUE_INT32, VALUE_DATA } = require('../generated/abi');
const { SQLITE_TOOBIG, codeName } = require('./result-codes');
const SqliteError = require('../sqlite-error');
const { CellWriter } = require('./value-writer');

/** @import { Engine } from '../engine/contract' */

/** Bytes for short texts and blobs, of which the guest makes copies. */
const ROOM = 4096;

class ResultWriter extends CellWriter {
  /**
   * @param {Engine} engine
   * @param {number} connection
   */
  constructor(engine, connection) {
    super(engine, connection);
    /** How an error about a value begins. */
    this.subject = '';
    /** Where short texts and blobs go, 0 before there were any. */
    this.area = 0;
  }

  /**
   * Makes room for the texts and blobs of some results.
   * @override
   */
  begin() {
    if (this.area === 0) this.area = this.allocate(ROOM);
    this.next = this.area;
    this.end = this.area + ROOM;
    this.owned = [];
  }

  /**
   * Writes the only result of a call.
   * @param {number} at address of its cell
   * @param {unknown} value
   * @param {string} subject how an error about it begins
   */
  put(at, value, subject) {
    this.subject = subject;
    this.begin();
    if (!this.write(at, value)) throw new TypeError(`${subject} an invalid value`);
  }

  /**
   * Writes a small integer.
   * @param {number} at @param {number} value
   */
  putInt32(at, value) {
    this.memory.setInt32(at, VALUE_INT32);
    this.memory.setInt32(at + VALUE_DATA, value);
  }

  /** @override @param {unknown} value */
  tooBig(value) {
    if (typeof value === 'bigint') return new RangeError(`${this.subject} a bigint that was too big`);
    return new SqliteError('string or blob too big', codeName(SQLITE_TOOBIG));
  }

  free() {
    this.guest.free(this.area);
    this.area = 0;
  }
}

exports.ResultWriter = ResultWriter;
