'use strict';

/** Thrown by .quit. */
class Quit extends Error {
  /** @param {number} exitCode */
  constructor(exitCode) {
    super('quit');
    this.exitCode = exitCode;
  }
}

module.exports = { Quit };
