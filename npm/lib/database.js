'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { KEY, connectionOf } = require('./internal');
const { closeWhenCollected } = require('./lifetime');
const { openConnection } = require('./open');
const { readOptions } = require('./open-options');
const { close } = require('./methods/close');
const { defaultSafeIntegers } = require('./methods/default-safe-integers');
const { exec } = require('./methods/exec');
const { explain } = require('./methods/explain');
const { inspect } = require('./methods/inspect');
const { pragma } = require('./methods/pragma');
const { prepare } = require('./methods/prepare');
const { transaction } = require('./methods/transaction');
const { unsafeMode } = require('./methods/unsafe-mode');

/** @import { OpenOptions } from './open-options' */

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
    return connectionOf(this).open;
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
  if (anonymous || filename.startsWith('file:') || fs.existsSync(path.dirname(filename))) return;
  throw new TypeError('Cannot open database because the directory does not exist');
}

/**
 * Opens a database.
 * @this {object}
 * @param {unknown} filenameGiven
 * @param {unknown} optionsGiven
 */
function Database(filenameGiven, optionsGiven) {
  if (new.target === undefined) return Reflect.construct(Database, [filenameGiven, optionsGiven]);
  const options = readOptions(filenameGiven, optionsGiven);
  requireDirectory(options);
  const connection = openConnection(options);
  Object.defineProperties(this, { [KEY]: { value: connection }, ...PROPERTIES });
  closeWhenCollected(this, connection);
}

// Assigned in better-sqlite3's order, and enumerable as there.
Object.assign(Database.prototype, {
  prepare,
  transaction,
  pragma,
  explain,
  exec,
  close,
  defaultSafeIntegers,
  unsafeMode,
  [Symbol.for('nodejs.util.inspect.custom')]: inspect,
});

module.exports = Database;
