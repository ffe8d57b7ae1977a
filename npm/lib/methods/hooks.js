'use strict';

// updateHook(), commitHook() and rollbackHook().

const { requireOptionalFunction } = require('../arguments');
const { commitHandler, rollbackHandler, updateHandler } = require('../callbacks/hook-handlers');
const { connectionOf } = require('../connection-of');
const { HOOK, setHook } = require('../guest/hooks');

/** @import { Hook } from '../callbacks/hook-handlers' */
/** @import { Connection } from '../connection' */
/** @import { DatabaseObject } from '../connection-of' */
/** @import { FunctionHandler } from '../host/callbacks-contract' */

/**
 * Sets or removes a hook of a database.
 * @param {DatabaseObject} database
 * @param {number} hook one of HOOK
 * @param {unknown} fn a function, or null or undefined for none
 * @param {(connection: Connection, fn: Hook) => FunctionHandler} makeHandler
 */
function change(database, hook, fn, makeHandler) {
  const checked = requireOptionalFunction(fn);
  const connection = connectionOf(database);
  connection.requireUnused();
  setHook(connection, hook, checked === null ? null : makeHandler(connection, checked));
  return database;
}

/** @this {DatabaseObject} @param {unknown} hook */
function updateHook(hook) {
  return change(this, HOOK.update, hook, updateHandler);
}

/** @this {DatabaseObject} @param {unknown} hook */
function commitHook(hook) {
  return change(this, HOOK.commit, hook, commitHandler);
}

/** @this {DatabaseObject} @param {unknown} hook */
function rollbackHook(hook) {
  return change(this, HOOK.rollback, hook, rollbackHandler);
}

module.exports = { commitHook, rollbackHook, updateHook };
