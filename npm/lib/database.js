'use strict';

const { existsSync } = require('node:fs');
const { dirname } = require('node:path');
const { KEY, connectionOf } = require('./connection-of');
const { defineDispose } = require('./define-dispose');
const { defineMembers } = require('./define-members');
const { closeWhenCollected } = require('./finalization');
const { info } = require('./info');
const { Object, process, Reflect } = require('./intrinsics');
const { defineAggregate } = require('./methods/aggregate');
const { applyChangeset } = require('./methods/apply-changeset');
const { backup } = require('./methods/backup');
const { close } = require('./methods/close');
const { createSession } = require('./methods/create-session');
const { defaultSafeIntegers } = require('./methods/default-safe-integers');
const { exec } = require('./methods/exec');
const { explain } = require('./methods/explain');
const { defineFunction } = require('./methods/function');
const { commitHook, rollbackHook, updateHook } = require('./methods/hooks');
const { inspect } = require('./methods/inspect');
const { loadExtension } = require('./methods/load-extension');
const { pragma } = require('./methods/pragma');
const { prepare } = require('./methods/prepare');
const { serialize } = require('./methods/serialize');
const { defineTable } = require('./methods/table');
const { transaction } = require('./methods/transaction');
const { unsafeMode } = require('./methods/unsafe-mode');
const { openConnection } = require('./open/open');
const { readOpenOptions } = require('./open/options');
const { concatChangesets, invertChangeset } = require('./session/changesets');
const { constants } = require('./session/constants');

/** @import { OpenOptions } from './open/options' */

/**
 * @param {(this: object) => unknown} get
 * @returns {PropertyDescriptor}
 */
const getter = (get) => ({ get, enumerable: true });

const PROPERTIES = {
  name: getter(function name() {
    return connectionOf(this).name;
  }),
  open: getter(function open() {
    const connection = connectionOf(this);
    connection.closeIfCutOff();
    return connection.open;
  }),
  inTransaction: getter(function inTransaction() {
    return connectionOf(this).inTransaction;
  }),
  readonly: getter(function readonly() {
    return connectionOf(this).readonly;
  }),
  memory: getter(function memory() {
    return connectionOf(this).inMemory;
  }),
};

/** @param {OpenOptions} options */
function requireDirectory({ filename, anonymous }) {
  if (anonymous || filename.startsWith('file:') || existsSync(dirname(filename))) return;
  throw new TypeError('Cannot open database because the directory does not exist');
}

// Members that better-sqlite3 lacks are not enumerable, so that the classes look the same. On Bun, where better-sqlite3
// does not run, static members are: Bun lets `import` find no others.

/** @param {unknown} value @returns {PropertyDescriptor} */
const hidden = (value) => ({ value, writable: true, configurable: true });

const enumerable = process.versions.bun !== undefined;

const OWN_METHODS = {
  createSession: hidden(createSession),
  applyChangeset: hidden(applyChangeset),
  updateHook: hidden(updateHook),
  commitHook: hidden(commitHook),
  rollbackHook: hidden(rollbackHook),
};

/** Static members that better-sqlite3 lacks. */
const OWN_STATICS = {
  anysqlite: { get: () => info, enumerable },
  constants: { value: constants, enumerable },
  invertChangeset: { ...hidden(invertChangeset), enumerable },
  concatChangesets: { ...hidden(concatChangesets), enumerable },
};

// In better-sqlite3's order, and enumerable like there.
const METHODS = {
  prepare,
  transaction,
  pragma,
  explain,
  backup,
  serialize,
  function: defineFunction,
  aggregate: defineAggregate,
  table: defineTable,
  loadExtension,
  exec,
  close,
  defaultSafeIntegers,
  unsafeMode,
  [Symbol.for('nodejs.util.inspect.custom')]: inspect,
};

/**
 * Makes the class of databases.
 * @param {boolean} allowsBinding whether the `nativeBinding` option is allowed
 */
function createDatabase(allowsBinding) {
  /**
   * Opens a database.
   * @this {object}
   * @param {unknown} filename
   * @param {unknown} options
   */
  function Database(filename, options) {
    if (new.target === undefined) return Reflect.construct(Database, [filename, options]);
    const openOptions = readOpenOptions(filename, options, allowsBinding);
    requireDirectory(openOptions);
    const connection = openConnection(openOptions);
    Object.defineProperties(this, { [KEY]: { value: connection }, ...PROPERTIES });
    closeWhenCollected(this, connection);
  }

  defineMembers(Database.prototype, METHODS);
  Object.defineProperties(Database.prototype, OWN_METHODS);
  defineDispose(Database.prototype, close);
  return Object.defineProperties(Database, OWN_STATICS);
}

exports.createDatabase = createDatabase;
