'use strict';

// What is behind a Session object: its session in the guest.

const { SQLITE_OK } = require('../guest/result-codes');
const { takeBytes } = require('../guest/result-record');

/** @import { Connection } from '../connection' */

class SessionHandle {
  /**
   * @param {Connection} connection
   * @param {number} address
   */
  constructor(connection, address) {
    this.connection = connection;
    /** Address of the session in the guest, 0 after it was closed. */
    this.address = address;
  }

  /**
   * Returns the recorded changes, as a changeset or as a patchset.
   * @param {boolean} asPatchset
   */
  read(asPatchset) {
    const { connection } = this;
    connection.requireOpen();
    if (this.address === 0) throw new TypeError('The session is not open');
    connection.requireNotExecuting();
    connection.enter();
    try {
      const code = connection.guest.session_changeset(this.address, asPatchset ? 1 : 0);
      if (code !== SQLITE_OK) throw connection.thrownOrError(code, this.read);
      return takeBytes(connection);
    } finally {
      connection.leave();
    }
  }

  /** Closes the session for the application. */
  close() {
    if (this.connection.open) this.connection.requireNotExecuting();
    this.finalize();
  }

  /** Closes the session, unless closing the connection has done so. */
  finalize() {
    const { address, connection } = this;
    this.address = 0;
    if (address !== 0 && connection.open) connection.guest.session_close(address);
  }
}

exports.SessionHandle = SessionHandle;
