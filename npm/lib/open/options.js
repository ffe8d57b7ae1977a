'use strict';

// What the arguments of `new Database()` mean, checked in better-sqlite3's order.

const fs = require('node:fs');
const path = require('node:path');
const { isEngineName } = require('../engine/choose');
const { booleanOption, option, requireOptions, requireString } = require('../arguments');

/** @import { Logger } from '../connection' */
/** @import { EngineName } from '../engine/contract' */
/** @import { Options } from '../arguments' */

const LONGEST_TIMEOUT = 0x7fffffff;
const LARGEST_FILE = 0x7fffffff;

/** @typedef {{ database: number, journal: number }} Files Descriptors of a database and of its rollback journal */

/**
 * @typedef {object} OpenOptions
 * @property {string} name what the application called the database
 * @property {string} filename what to open
 * @property {boolean} anonymous in memory, or in a temporary file
 * @property {Buffer | undefined} content of a database in memory
 * @property {Files | undefined} files what to open in place of a path
 * @property {boolean} readonly
 * @property {boolean} fileMustExist
 * @property {number} timeout in milliseconds
 * @property {Logger | null} verbose
 * @property {EngineName | undefined} engine what runs SQLite, if it is named
 */

/** @param {unknown} value */
const isFileNumber = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST_FILE;

/**
 * Gives the name for a first argument.
 * @param {unknown} given
 */
function nameOf(given) {
  if (Buffer.isBuffer(given)) return ':memory:';
  if (typeof given !== 'number') return requireString(given ?? '');
  if (!isFileNumber(given)) throw new TypeError('Expected the file descriptor to be a non-negative 32-bit integer');
  return `fd:${given}`;
}

/** @param {Options} options */
function refuseFormerOptions(options) {
  if ('readOnly' in options) throw new TypeError('Misspelled option "readOnly" should be "readonly"');
  if ('memory' in options) {
    throw new TypeError('Option "memory" was removed in v7.0.0 (use ":memory:" filename instead)');
  }
}

/** @param {unknown} timeout @returns {number} */
function requireTimeout(timeout) {
  if (!Number.isInteger(timeout) || Number(timeout) < 0) {
    throw new TypeError('Expected the "timeout" option to be a positive integer');
  }
  if (Number(timeout) > LONGEST_TIMEOUT) {
    throw new RangeError(`Option "timeout" cannot be greater than ${LONGEST_TIMEOUT}`);
  }
  return Number(timeout);
}

/** @param {unknown} verbose @returns {Logger | null} */
function requireLogger(verbose) {
  if (verbose === null || verbose === undefined) return null;
  if (typeof verbose !== 'function') throw new TypeError('Expected the "verbose" option to be a function');
  return /** @type {Logger} */ (verbose);
}

/**
 * @param {boolean} fromFile whether the database is given as an open file
 * @param {unknown} journal
 */
function requireJournal(fromFile, journal) {
  if (fromFile && journal === undefined) {
    throw new TypeError('The "journalFd" option is required when opening a database from a file descriptor');
  }
  if (!fromFile && journal !== undefined) {
    throw new TypeError('The "journalFd" option can only be used when opening a database from a file descriptor');
  }
  if (journal !== undefined && !isFileNumber(journal)) {
    throw new TypeError('Expected the "journalFd" option to be a non-negative 32-bit integer');
  }
  if (fromFile && process.platform === 'win32') {
    throw new TypeError('Opening a database from a file descriptor is not supported on Windows');
  }
}

/**
 * Checks the native binding that is asked for. There is none here; but the path of one has to be right.
 * @param {Options} options
 * @param {boolean} allowed
 */
function requireBinding(options, allowed) {
  if (!allowed && 'nativeBinding' in options) {
    throw new TypeError('The "nativeBinding" option is only supported by the default better-sqlite3 entrypoint');
  }
  const binding = option(options, 'nativeBinding') ?? null;
  if (binding === null || typeof binding === 'object') return;
  if (typeof binding !== 'string') {
    throw new TypeError('Expected the "nativeBinding" option to be a string or addon object');
  }
  const file = path.resolve(binding).replace(/(\.node)?$/, '.node');
  if (fs.existsSync(file)) return;
  throw Object.assign(new Error(`Cannot find module '${file}'`), { code: 'MODULE_NOT_FOUND', requireStack: [] });
}

/** @param {unknown} engine @returns {EngineName | undefined} */
function requireEngine(engine) {
  if (engine === undefined || isEngineName(engine)) return engine;
  throw new TypeError('Expected the "engine" option to be "v8" or "wasmtime"');
}

/**
 * Reads the arguments of the constructor.
 * @param {unknown} given
 * @param {unknown} optionsGiven
 * @param {boolean} allowsBinding whether the `nativeBinding` option may be given
 * @returns {OpenOptions}
 */
function readOptions(given, optionsGiven, allowsBinding) {
  const name = nameOf(given);
  const options = requireOptions(optionsGiven);
  refuseFormerOptions(options);

  const filename = name.trim();
  const anonymous = filename === '' || filename === ':memory:';
  const content = Buffer.isBuffer(given) ? given : undefined;
  const fromFile = typeof given === 'number';
  const readonly = booleanOption(options, 'readonly');
  const fileMustExist = booleanOption(options, 'fileMustExist');
  const timeout = option(options, 'timeout', 5000);
  const verbose = option(options, 'verbose');
  const journal = option(options, 'journalFd');

  if (readonly && anonymous && content === undefined) {
    throw new TypeError('In-memory/temporary databases cannot be readonly');
  }
  const checked = { timeout: requireTimeout(timeout), verbose: requireLogger(verbose) };
  requireJournal(fromFile, journal);
  requireBinding(options, allowsBinding);
  const engine = requireEngine(option(options, 'engine'));
  const files = fromFile ? { database: given, journal: Number(journal) } : undefined;
  return { name, filename, anonymous, content, files, readonly, fileMustExist, engine, ...checked };
}

module.exports = { readOptions };
