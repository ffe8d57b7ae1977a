'use strict';

// The results of one callback in the guest's memory: short texts and blobs, to which values of the guest refer.

const SqliteError = require('../sqlite-error');
const { allocate } = require('./allocate');
const { SQLITE_TOOBIG, codeName } = require('./result-codes');
const { ValueWriter } = require('./value-writer');

/** @import { GuestAccess } from './allocate' */
/** @import { Area } from './value-writer' */

/** Bytes for short texts and blobs, which the guest copies. */
const ROOM = 4096;

/**
 * The results of one connection's callbacks: one callback at a time.
 * @implements {Area}
 */
class ResultArea {
  /** @param {GuestAccess} access */
  constructor({ guest, memory }) {
    this.guest = guest;
    this.writer = new ValueWriter(memory, this, (value) => this.#tooBig(value));
    /** How an error about a value begins. */
    this.subject = '';
    /** Address of the room for texts and blobs, 0 before the first result. */
    this.address = 0;
    this.next = 0;
    this.end = 0;
  }

  /** Makes room for the texts and blobs of new results. */
  begin() {
    if (this.address === 0) this.address = allocate(this.guest, ROOM);
    this.next = this.address;
    this.end = this.address + ROOM;
  }

  /**
   * Writes the only result of a callback.
   * @param {number} at address of the value
   * @param {unknown} value
   * @param {string} subject how an error about the value begins
   */
  put(at, value, subject) {
    this.subject = subject;
    this.begin();
    if (!this.writer.write(at, value)) throw new TypeError(`${subject} an invalid value`);
  }

  /**
   * Allocates memory that the guest takes over together with a result.
   * @param {number} size
   */
  allocateOwned(size) {
    return allocate(this.guest, size);
  }

  free() {
    this.guest.free(this.address);
    this.address = 0;
  }

  /** @param {unknown} value */
  #tooBig(value) {
    if (typeof value === 'bigint') return new RangeError(`${this.subject} a bigint that was too big`);
    return new SqliteError('string or blob too big', codeName(SQLITE_TOOBIG));
  }
}

exports.ResultArea = ResultArea;
