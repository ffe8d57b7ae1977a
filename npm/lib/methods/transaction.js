'use strict';

const { PREPARE_PERSISTENT } = require('../generated/abi');
const { connectionOf } = require('../connection-of');
const { compile } = require('../statement/prepare-statement');
const { execute } = require('../statement/run');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */
/** @import { Compiled } from '../statement/prepared' */

/** better-sqlite3's name, which an application can see in its log. */
const SAVEPOINT = '`\t_bs3.\t`';

/** The statements of transactions, compiled once for a connection. */
class Controller {
  /** @param {Connection} connection */
  constructor(connection) {
    /** @param {string} sql */
    const prepare = (sql) => compile(connection, sql, PREPARE_PERSISTENT);
    this.commit = prepare('COMMIT');
    this.rollback = prepare('ROLLBACK');
    this.savepoint = prepare(`SAVEPOINT ${SAVEPOINT}`);
    this.release = prepare(`RELEASE ${SAVEPOINT}`);
    this.rollbackTo = prepare(`ROLLBACK TO ${SAVEPOINT}`);
    this.begin = {
      default: prepare('BEGIN'),
      deferred: prepare('BEGIN DEFERRED'),
      immediate: prepare('BEGIN IMMEDIATE'),
      exclusive: prepare('BEGIN EXCLUSIVE'),
    };
  }
}

/**
 * Wraps a function.
 * @param {Connection} connection
 * @param {Controller} controller
 * @param {Compiled} begin
 * @param {Function} fn
 */
function wrap(connection, controller, begin, fn) {
  const { commit, release, rollback, rollbackTo, savepoint } = controller;

  /** @this {unknown} @param {unknown[]} given */
  return function sqliteTransaction(...given) {
    const nested = connection.inTransaction;
    execute(nested ? savepoint : begin, [], execute);
    try {
      const result = Reflect.apply(fn, this, given);
      if (result && typeof result.then === 'function') {
        throw new TypeError('Transaction function cannot return a promise');
      }
      execute(nested ? release : commit, [], execute);
      return result;
    } catch (error) {
      if (connection.inTransaction) {
        execute(nested ? rollbackTo : rollback, [], execute);
        if (nested) execute(release, [], execute);
      }
      throw error;
    }
  };
}

/** @this {DatabaseObject} @param {unknown} fn */
function transaction(fn) {
  if (typeof fn !== 'function') throw new TypeError('Expected first argument to be a function');
  const connection = connectionOf(this);
  const controller = (connection.controller ??= new Controller(connection));
  const { begin } = controller;

  /** @type {PropertyDescriptorMap} */
  const properties = {
    default: { value: wrap(connection, controller, begin.default, fn) },
    deferred: { value: wrap(connection, controller, begin.deferred, fn) },
    immediate: { value: wrap(connection, controller, begin.immediate, fn) },
    exclusive: { value: wrap(connection, controller, begin.exclusive, fn) },
    database: { value: this, enumerable: true },
  };
  for (const variant of ['default', 'deferred', 'immediate', 'exclusive']) {
    Object.defineProperties(properties[variant].value, properties);
  }
  return properties.default.value;
}

exports.Controller = Controller;
exports.transaction = transaction;
