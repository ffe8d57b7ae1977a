'use strict';

// A text of several statements in the guest's memory, prepared one by one.

const { PREPARE_SCRIPT } = require('../generated/abi');
const { allocateCString } = require('./c-string');

/** @import { Connection } from '../connection' */

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const SEMICOLON = 0x3b;

/** @param {number} byte */
function isBlank(byte) {
  return byte === SPACE || byte === SEMICOLON || (byte >= TAB && byte <= CARRIAGE_RETURN);
}

class SqlScript {
  /**
   * @param {Connection} connection
   * @param {string} text
   */
  constructor(connection, text) {
    this.connection = connection;
    this.sql = allocateCString(connection, text);
    /** Address of the rest of the text. */
    this.at = this.sql.address;
    this.end = this.sql.address + this.sql.length;
  }

  #skipBlanks() {
    const { bytes } = this.connection.memory;
    while (this.at < this.end && isBlank(bytes[this.at])) this.at += 1;
  }

  /** Prepares the next statement. Returns its address, 0 at the end or on an error (`code` of the result record). */
  prepareNext() {
    const { guest, address, result } = this.connection;
    this.#skipBlanks();
    const statement = guest.stmt_prepare(address, this.at, this.end - this.at, PREPARE_SCRIPT) >>> 0;
    if (statement !== 0) this.at = result.textAddress;
    return statement;
  }

  free() {
    this.sql.free();
  }
}

exports.SqlScript = SqlScript;
