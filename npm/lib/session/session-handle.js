'use strict';

// What is behind a Session object: its place in the guest.

const { SQLITE_OK } = require('../guest/result-codes');

/** @import { Connection } from '../connection' */

class Recording {
  /**
   * @param {Connection} connection
   * @param {number} address
   */
  constructor(connection, address) {
    this.connection = connection;
    this.address = address;
  }

  /**
   * Gives what was recorded.
   * @param {boolean} asPatchset
   */
  read(asPatchset) {
    const { connection } = this;
    connection.requireOpen();
    if (this.address === 0) throw new TypeError('The session is not open');
    connection.requireIdle();
    connection.enter();
    try {
      const code = connection.guest.session_changeset(this.address, asPatchset ? 1 : 0);
      if (code !== SQLITE_OK) throw connection.reason(code, this.read);
      return connection.takeBytes();
    } finally {
      connection.executing = false;
    }
  }

  /** Ends the session on the application's demand. */
  close() {
    if (this.connection.open) this.connection.requireIdle();
    this.finalize();
  }

  /** Ends the session, unless its connection has done so. */
  finalize() {
    const { address, connection } = this;
    this.address = 0;
    if (address !== 0 && connection.open) connection.guest.session_close(address);
  }
}

exports.Recording = Recording;
