'use strict';

// From the arguments of a call to the values of a statement's parameters, in the order of their numbers.

const { types: { isProxy } } = require('node:util');

/** @import { Compiled } from './prepared' */

const INT64_BITS = 64;

const unbindable = () => new TypeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null');
const tooMany = () => new RangeError('Too many parameter values were provided');

/**
 * Gives an object's prototype; a proxy is taken for an object without one, and is not asked.
 * @param {object} object
 * @returns {object | null}
 */
function prototypeOf(object) {
  return isProxy(object) ? null : Object.getPrototypeOf(object);
}

/**
 * Tells an object that lists named parameters from a value: it has no prototype, or the one at the top of some realm.
 * @param {object} object
 */
function isPlain(object) {
  const prototype = prototypeOf(object);
  return prototype === null || prototype === Object.prototype || prototypeOf(prototype) === null;
}

/** @param {unknown} value */
function requireBindable(value) {
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'undefined':
      return;
    case 'bigint':
      if (BigInt.asIntN(INT64_BITS, value) === value) return;
      throw new RangeError('The bound string, buffer, or bigint is too big');
    default:
      if (value !== null && !ArrayBuffer.isView(value)) throw unbindable();
  }
}

/** Collects the values for one call. */
class Arrangement {
  /** @param {Compiled} statement */
  constructor(statement) {
    this.statement = statement;
    /** @type {unknown[]} */
    this.values = new Array(statement.parameters);
    /** How many parameters have a value. */
    this.count = 0;
    /** The parameter from which to look for the next one without a name. */
    this.next = 0;
    this.named = false;
  }

  /** @param {unknown} value */
  addAnonymous(value) {
    const { names } = this.statement.parameterNames();
    while (names[this.next] !== undefined) this.next += 1;
    requireBindable(value);
    if (this.next >= this.statement.parameters) throw tooMany();
    this.values[this.next] = value;
    this.next += 1;
    this.count += 1;
  }

  /** @param {object} object */
  addNamed(object) {
    if (this.named) throw new TypeError('You cannot specify named parameters in two different objects');
    this.named = true;
    for (const { name, index } of this.statement.parameterNames().named) {
      if (!Object.hasOwn(object, name)) throw new RangeError(`Missing named parameter "${name}"`);
      const value = /** @type {Record<string, unknown>} */ (object)[name];
      requireBindable(value);
      this.values[index] = value;
      this.count += 1;
    }
  }

  /** @param {unknown[]} array */
  addArray(array) {
    const { length } = array;
    for (let i = 0; i < length; i += 1) this.addAnonymous(array[i]);
  }

  /** @param {unknown} argument */
  add(argument) {
    if (Object(argument) !== argument || ArrayBuffer.isView(argument)) return this.addAnonymous(argument);
    const object = /** @type {object} */ (argument);
    if (Array.isArray(object) && !isProxy(object)) return this.addArray(object);
    if (isPlain(object)) return this.addNamed(object);
    if (this.statement.named > 0) throw new TypeError('Named parameters can only be passed within plain objects');
    return this.addAnonymous(object);
  }

  requireComplete() {
    const { parameters, named } = this.statement;
    if (this.count === parameters) return;
    if (!this.named && named > 0) throw new TypeError('Missing named parameters');
    throw new RangeError('Too few parameter values were provided');
  }
}

/**
 * Gives the values of a statement's parameters. Getters and proxies of the application run here.
 * @param {Compiled} statement
 * @param {unknown[]} given the arguments of the call
 */
function arrange(statement, given) {
  const arrangement = new Arrangement(statement);
  for (const argument of given) arrangement.add(argument);
  arrangement.requireComplete();
  return arrangement.values;
}

module.exports = { arrange };
