'use strict';

/** What a client is told, with the status of the answer. */
class Failure extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

module.exports = { Failure };
