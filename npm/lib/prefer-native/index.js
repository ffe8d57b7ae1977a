'use strict';

// Native better-sqlite3 where it works, else this package: docs/PREFER-NATIVE.md.

const { Object, Reflect, process } = require('../intrinsics');
const { decide, load } = require('./decide');
const { shareDecision, sharedDecision } = require('./shared-decision');

/** @typedef {{ engine: string, locks: string }} Info */
/** @typedef {(new (...args: unknown[]) => object) & { SqliteError: unknown, anysqlite?: Info }} Implementation */

/** @param {string} reason */
function announce(reason) {
  process.emitWarning(`Native better-sqlite3 is not used: ${reason}. SQLite runs as WebAssembly instead.`, {
    type: 'AnysqliteWarning', code: 'NATIVE_SQLITE_NOT_USED',
  });
}

/**
 * Returns the package that is used. One thread decides for all, and says so once.
 * @returns {Implementation}
 */
function choose() {
  const shared = sharedDecision();
  const { folder, reason } = shared ?? decide();
  let failure = reason;
  if (folder !== undefined) {
    try {
      const native = load(folder);
      shareDecision({ folder, reason });
      return native;
    } catch (error) {
      failure = /** @type {Error} */ (error).message;
    }
  }
  if (shared === undefined || folder !== undefined) announce(failure);
  shareDecision({ reason: failure });
  return /** @type {Implementation} */ (/** @type {unknown} */ (require('../index')));
}

/**
 * Returns what runs SQLite in this process, in terms that both packages have.
 * @param {Implementation} implementation
 */
const infoOf = ({ anysqlite }) => ({
  /** 'native', or the engine of this package. */
  get engine() {
    return anysqlite?.engine ?? 'native';
  },
  /** 'native', or the lock tier of this package. */
  get locks() {
    return anysqlite?.locks ?? 'native';
  },
});

/**
 * Makes the class of databases, with the same members whichever package is behind it. The package's own class stays as
 * it is, for others in the process use it too.
 * @param {Implementation} implementation
 */
function createDatabase(implementation) {
  /**
   * Opens a database.
   * @param {unknown} _filename
   * @param {unknown} _options
   */
  function Database(_filename, _options) {
    return Reflect.construct(implementation, arguments, new.target ?? Database);
  }

  Object.defineProperty(Database, 'prototype', { value: implementation.prototype });
  return Object.defineProperties(Database, { anysqlite: { value: infoOf(implementation) } });
}

const implementation = choose();

// For Node, which finds the names that a CommonJS module offers to `import` by reading its text.
exports.anysqlite = /** @type {unknown} */ (undefined);

/** @type {{ exports: unknown }} */ (module).exports = createDatabase(implementation);
module.exports.SqliteError = implementation.SqliteError;
