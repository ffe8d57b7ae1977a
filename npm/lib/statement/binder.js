'use strict';

// Assigns the arguments of a call to the parameters of a statement.

const { types: { isProxy } } = require('node:util');
const { isView } = require('../host/views');
const { Array, asIntN, Object } = require('../intrinsics');

/** @import { Prepared } from './prepared' */

const INT64_BITS = 64;

const unbindable = () => new TypeError('SQLite3 can only bind numbers, strings, bigints, buffers, and null');
const tooMany = () => new RangeError('Too many parameter values were provided');

/**
 * Returns an object's prototype, null for a proxy, whose traps must not run.
 * @param {object} object
 * @returns {object | null}
 */
function prototypeOf(object) {
  return isProxy(object) ? null : Object.getPrototypeOf(object);
}

/**
 * Returns whether an object lists named parameters: its prototype is null, or Object.prototype of any realm.
 * @param {object} object
 */
function isPlain(object) {
  const prototype = prototypeOf(object);
  return prototype === null || prototype === Object.prototype || prototypeOf(prototype) === null;
}

/** @param {unknown} value */
function isObject(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** @param {unknown} value */
function requireBindable(value) {
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'undefined':
      return;
    case 'bigint':
      if (asIntN(INT64_BITS, value) === value) return;
      throw new RangeError('The bound string, buffer, or bigint is too big');
    default:
      if (value !== null && !isView(value)) throw unbindable();
  }
}

/** Collects the values of one call. */
class Binder {
  /** @param {Prepared} statement */
  constructor(statement) {
    this.statement = statement;
    /** @type {unknown[]} */
    this.values = Array.ofLength(statement.parameters);
    /** How many values were added. */
    this.count = 0;
    /** Where the search for the next parameter without a name begins. */
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
    if (!isObject(argument) || isView(argument)) return this.addAnonymous(argument);
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
 * Returns the values of a statement's parameters in the order of their numbers. Runs getters and proxies of the
 * application.
 * @param {Prepared} statement
 * @param {unknown[]} args the arguments of the call
 */
function bindArguments(statement, args) {
  const binder = new Binder(statement);
  for (const argument of args) binder.add(argument);
  binder.requireComplete();
  return binder.values;
}

module.exports = { bindArguments };
