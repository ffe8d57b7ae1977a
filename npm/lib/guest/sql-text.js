'use strict';

const { RESULT_PARAMS, RESULT_PARAMS_LEN } = require('../generated/abi');

/** @import { Connection } from '../connection' */

/** UTF-8 takes at most this many bytes for one unit of a JavaScript string. */
const WIDEST = 3;

/** SQL in the guest's memory, in UTF-8 with a NUL at its end. */
class SqlText {
  /**
   * @param {Connection} connection
   * @param {string} sql
   * @param {number} address
   * @param {number} capacity
   */
  constructor({ memory }, sql, address, capacity) {
    this.address = address;
    /** Length in bytes, without the NUL. */
    this.length = memory.setText(sql, address, capacity - 1);
    memory.bytes[address + this.length] = 0;
  }

  free() {}
}

/** SQL in memory of its own. */
class OwnSqlText extends SqlText {
  /**
   * @param {Connection} connection
   * @param {string} sql
   */
  constructor(connection, sql) {
    const capacity = Buffer.byteLength(sql) + 1;
    const address = connection.guest.alloc(capacity) >>> 0;
    if (address === 0) throw new Error('Out of memory');
    super(connection, sql, address, capacity);
    this.guest = connection.guest;
  }

  /** @override */
  free() {
    this.guest.free(this.address);
  }
}

/**
 * Places SQL for one call of the guest: where parameters go if it fits.
 * @param {Connection} connection
 * @param {string} sql
 */
function placeSql(connection, sql) {
  const { memory, address } = connection;
  const room = memory.uint32(address + RESULT_PARAMS_LEN);
  if (sql.length * WIDEST >= room) return new OwnSqlText(connection, sql);
  return new SqlText(connection, sql, memory.uint32(address + RESULT_PARAMS), room);
}

exports.OwnSqlText = OwnSqlText;
exports.placeSql = placeSql;
