'use strict';

const { VALUE_BYTES } = require('../generated/abi');
const { readValue } = require('../guest/read-value');

/** @import { Connection } from '../connection' */
/** @import { FunctionHandler as Contract } from '../host/callbacks-contract' */
/** @import { Memory } from '../host/memory' */

/**
 * Appends the values of some cells.
 * @param {Memory} memory
 * @param {number} at
 * @param {number} count
 * @param {unknown[]} values
 */
function readValues(memory, at, count, values) {
  for (let i = 0; i < count; i += 1) values.push(readValue(memory, at + i * VALUE_BYTES));
  return values;
}

/** @param {string} name */
const subjectOf = (name) => `User-defined function ${name}() returned`;

/**
 * A function of the application.
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
    const value = fn(...readValues(owner.memory, parameters, count, []));
    owner.results.put(result, value, this.subject);
  }
}

module.exports = { FunctionHandler, readValues, subjectOf };
