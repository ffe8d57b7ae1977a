'use strict';

const { Set } = require('../intrinsics');

/** @import { FileCallsOfGuest } from './locks/contract' */

/** The open descriptors of an instance, which the addon knows if it makes the calls of files. */
class Descriptors extends Set {
  /** @param {FileCallsOfGuest | undefined} guest */
  constructor(guest) {
    super();
    this.guest = guest;
  }

  /** @override @param {number} file */
  add(file) {
    this.guest?.own(file, 1);
    return super.add(file);
  }

  /** @override @param {number} file */
  delete(file) {
    this.guest?.own(file, 0);
    return super.delete(file);
  }
}

exports.Descriptors = Descriptors;
