'use strict';

const { allocate } = require('./allocate');

/** @import { GuestAccess } from './allocate' */
/** @import { Area } from './value-writer' */

/** Bytes for short texts and blobs, which the guest copies. */
const ROOM = 4096;

/**
 * The memory for the results of one callback. Allocated when a connection needs it first.
 * @implements {Area}
 */
class ResultArea {
  /** @param {GuestAccess} access */
  constructor({ guest }) {
    this.guest = guest;
    /** Address of the memory, 0 before it is allocated. */
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
   * Allocates memory that the guest takes over together with the result.
   * @param {number} size
   */
  allocateOwned(size) {
    return allocate(this.guest, size);
  }

  free() {
    this.guest.free(this.address);
    this.address = 0;
  }
}

exports.ResultArea = ResultArea;
