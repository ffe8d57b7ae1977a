'use strict';

const { connectionOf } = require('../connection-of');
const { Object, Reflect } = require('../intrinsics');
const { prepareStatement } = require('../statement/prepare-statement');
const { execute } = require('../statement/run');

/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */
/** @import { Prepared } from '../statement/prepared' */

/** better-sqlite3's name for its savepoint, which an application's logger sees. */
const SAVEPOINT = '`\t_bs3.\t`';

/** The statements of transactions, prepared once for a connection. */
class Controller {
  /** @param {Connection} connection */
  constructor(connection) {
    /** @param {string} sql */
    const prepare = (sql) => prepareStatement(connection, sql, { isPersistent: true });
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
 * Wraps a function in a transaction.
 * @param {Connection} connection
 * @param {Controller} controller
 * @param {Prepared} begin
 * @param {Function} fn
 */
function wrap(connection, controller, begin, fn) {
  const { commit, release, rollback, rollbackTo, savepoint } = controller;

  /** @this {unknown} @param {unknown[]} args */
  return function sqliteTransaction(...args) {
    const nested = connection.inTransaction;
    execute(nested ? savepoint : begin, []);
    try {
      const result = Reflect.apply(fn, this, args);
      if (result && typeof result.then === 'function') {
        throw new TypeError('Transaction function cannot return a promise');
      }
      execute(nested ? release : commit, []);
      return result;
    } catch (error) {
      if (connection.inTransaction) {
        execute(nested ? rollbackTo : rollback, []);
        if (nested) execute(release, []);
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
