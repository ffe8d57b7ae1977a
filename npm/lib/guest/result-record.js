'use strict';

// The result record of a connection, which the guest's functions fill (`RESULT_*`). A field holds until the next call.

const {
  RESULT_CHANGES, RESULT_CODE, RESULT_COLUMNS, RESULT_COUNT, RESULT_PARAMS, RESULT_PARAMS_LEN, RESULT_ROWID,
  RESULT_ROWID64, RESULT_ROWS, RESULT_STATE, RESULT_TEXT, RESULT_TEXT_LEN, STATE_DONE, STATE_RECOMPILED,
} = require('../generated/abi');

/** @import { GuestAccess } from './allocate' */

class ResultRecord {
  /**
   * @param {GuestAccess} access
   * @param {number} address
   */
  constructor({ guest, memory }, address) {
    this.guest = guest;
    this.memory = memory;
    this.address = address;
  }

  /** An extended result code, or one of the codes below zero. */
  get code() {
    return this.memory.int32(this.address + RESULT_CODE);
  }

  /** How many rows were packed; of a backup, how many pages remain. */
  get count() {
    return this.memory.int32(this.address + RESULT_COUNT);
  }

  /** How many columns each packed row has. */
  get columns() {
    return this.memory.int32(this.address + RESULT_COLUMNS);
  }

  /** Address of the packed rows. */
  get rows() {
    return this.memory.uint32(this.address + RESULT_ROWS);
  }

  /** The state of the statement: `STATE_*` bits, for isDone() and isRecompiled(). */
  get state() {
    return this.memory.int32(this.address + RESULT_STATE);
  }

  /** How many rows a statement changed; of a backup, how many pages there are. */
  get changes() {
    return this.memory.int32(this.address + RESULT_CHANGES);
  }

  /** The last inserted rowid as a number, rounded beyond 2^53. */
  get rowid() {
    return this.memory.float64(this.address + RESULT_ROWID);
  }

  /** The last inserted rowid as a bigint. */
  get bigRowid() {
    return this.memory.int64(this.address + RESULT_ROWID64);
  }

  /** Address of the parameter area. */
  get parameterArea() {
    return this.memory.uint32(this.address + RESULT_PARAMS);
  }

  get parameterAreaBytes() {
    return this.memory.uint32(this.address + RESULT_PARAMS_LEN);
  }

  /** Address of the text, 0 if there is none. */
  get textAddress() {
    return this.memory.uint32(this.address + RESULT_TEXT);
  }

  get textLength() {
    return this.memory.uint32(this.address + RESULT_TEXT_LEN);
  }

  /** Returns the text, null if there is none. */
  text() {
    const { textAddress } = this;
    return textAddress === 0 ? null : this.memory.text(textAddress, this.textLength);
  }

  /** Returns a text that the guest leaves to its caller, and frees it. */
  takeText() {
    const { textAddress } = this;
    const text = this.text();
    this.guest.free(textAddress);
    return text;
  }

  /** Returns a copy of bytes that the guest leaves to its caller, and frees them. */
  takeBytes() {
    const { textAddress } = this;
    try {
      return this.memory.copy(textAddress, this.textLength);
    } finally {
      this.guest.free(textAddress);
    }
  }
}

/**
 * Returns whether a statement has ended and is reset.
 * @param {number} state
 */
function isDone(state) {
  return (state & STATE_DONE) !== 0;
}

/**
 * Returns whether SQLite recompiled a statement, so that its columns may have changed.
 * @param {number} state
 */
function isRecompiled(state) {
  return (state & STATE_RECOMPILED) !== 0;
}

exports.ResultRecord = ResultRecord;
exports.isDone = isDone;
exports.isRecompiled = isRecompiled;
