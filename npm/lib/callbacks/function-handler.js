'use strict';

const { appendValues } = require('../guest/values');

/** @import { Connection } from '../connection' */
/** @import { FunctionHandler as Contract } from '../host/callbacks-contract' */

/** Returns how an error about a returned value begins. @param {string} name */
const subjectOf = (name) => `User-defined function ${name}() returned`;

/**
 * Runs a user function.
 * @implements {Contract}
 */
class FunctionHandler {
  /**
   * @param {Connection} connection
   * @param {string} name
   * @param {Function} fn
   */
  constructor(connection, name, fn) {
    this.owner = connection;
    this.fn = fn;
    this.subject = subjectOf(name);
  }

  /** @param {number} parameters @param {number} count @param {number} result */
  call(parameters, count, result) {
    const { fn, owner } = this;
    const value = fn(...appendValues(owner.memory, parameters, count, []));
    owner.callbackResults.put(result, value, this.subject);
  }
}

module.exports = { FunctionHandler, subjectOf };
