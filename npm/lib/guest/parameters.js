'use strict';

// Writes the parameters of one execution.

const { VALUE_BYTES } = require('../generated/abi');
const { ParameterArea } = require('./parameter-area');
const { ValueWriter } = require('./value-writer');

/** @import { GuestAccess } from './allocate' */
/** @import { ResultRecord } from './result-record' */

/** Passed to the guest instead of a number of values: the statement keeps its bindings. */
const KEEP_BINDINGS = -1;

/** Returns the error for a value that SQLite cannot hold. */
function bindingTooBig() {
  return new RangeError('The bound string, buffer, or bigint is too big');
}

/** The parameters of one connection's statements: one execution at a time. */
class Parameters {
  /**
   * @param {GuestAccess} access
   * @param {ResultRecord} result
   */
  constructor(access, result) {
    this.area = new ParameterArea(access, result);
    this.writer = new ValueWriter(access.memory, this.area, bindingTooBig);
  }

  /** Address of the written values. */
  get address() {
    return this.area.address;
  }

  /**
   * Writes one value for each parameter. Returns false, with nothing written, if a value is of a type that cannot be bound.
   * @param {unknown[]} values
   */
  write(values) {
    const { area, writer } = this;
    const count = values.length;
    try {
      area.begin(count);
      for (let i = 0, at = area.address; i < count; i += 1, at += VALUE_BYTES) {
        if (!writer.write(at, values[i])) {
          area.abandon();
          return false;
        }
      }
      return true;
    } catch (error) {
      area.abandon();
      throw error;
    }
  }

  /** Releases the values after a call of the guest that took them. */
  release() {
    this.area.release();
  }
}

module.exports = { KEEP_BINDINGS, Parameters, bindingTooBig };
