'use strict';

// Reads the arguments of `new Database()`, checked in better-sqlite3's order.

const { existsSync } = require('node:fs');
const { resolve } = require('node:path');
const { booleanOption, option, requireFunctionOrNone, requireOptions, requireString } = require('../arguments');
const { isEngineName } = require('../engine/choose');
const { Buffer, isInteger, Number, Object, process } = require('../intrinsics');

/** @import { Options } from '../arguments' */
/** @import { Logger } from '../connection' */
/** @import { EngineName } from '../engine/contract' */

const MAX_TIMEOUT = 0x7fffffff;
const MAX_DESCRIPTOR = 0x7fffffff;

/** @typedef {{ database: number, journal: number }} Files descriptors of a database and of its rollback journal */

/**
 * @typedef {object} OpenOptions
 * @property {string} name the name that the application gave the database
 * @property {string} filename the path to open
 * @property {boolean} anonymous in memory, or in a temporary file
 * @property {Buffer | undefined} content of an in-memory database
 * @property {Files | undefined} files open files instead of a path
 * @property {boolean} readonly
 * @property {boolean} fileMustExist
 * @property {number} timeout in milliseconds
 * @property {Logger | null} verbose
 * @property {EngineName | undefined} engine what runs SQLite, undefined for the default
 */

/** @param {unknown} value */
const isDescriptor = (value) => isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_DESCRIPTOR;

/**
 * Returns the name of the database.
 * @param {unknown} source the first argument: a path, a database's content or a descriptor
 */
function nameOf(source) {
  if (Buffer.isBuffer(source)) return ':memory:';
  if (typeof source !== 'number') return requireString(source ?? '');
  if (!isDescriptor(source)) throw new TypeError('Expected the file descriptor to be a non-negative 32-bit integer');
  return `fd:${source}`;
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
  if (!isInteger(timeout) || Number(timeout) < 0) {
    throw new TypeError('Expected the "timeout" option to be a positive integer');
  }
  if (Number(timeout) > MAX_TIMEOUT) {
    throw new RangeError(`Option "timeout" cannot be greater than ${MAX_TIMEOUT}`);
  }
  return Number(timeout);
}

/**
 * @param {boolean} fromFile whether the database is an open file
 * @param {unknown} journal
 */
function requireJournal(fromFile, journal) {
  if (fromFile && journal === undefined) {
    throw new TypeError('The "journalFd" option is required when opening a database from a file descriptor');
  }
  if (!fromFile && journal !== undefined) {
    throw new TypeError('The "journalFd" option can only be used when opening a database from a file descriptor');
  }
  if (journal !== undefined && !isDescriptor(journal)) {
    throw new TypeError('Expected the "journalFd" option to be a non-negative 32-bit integer');
  }
  if (fromFile && process.platform === 'win32') {
    throw new TypeError('Opening a database from a file descriptor is not supported on Windows');
  }
}

/**
 * Checks the `nativeBinding` option. Its value is not used, but a path must exist.
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
  const file = resolve(binding).replace(/(\.node)?$/, '.node');
  if (existsSync(file)) return;
  throw Object.assign(new Error(`Cannot find module '${file}'`), { code: 'MODULE_NOT_FOUND', requireStack: [] });
}

/** @param {unknown} engine @returns {EngineName | undefined} */
function requireEngine(engine) {
  if (engine === undefined || isEngineName(engine)) return engine;
  throw new TypeError('Expected the "engine" option to be "v8" or "wasmtime"');
}

/**
 * Reads the arguments of the constructor.
 * @param {unknown} source a path, a database's content or a descriptor
 * @param {unknown} optionsArgument
 * @param {boolean} allowsBinding whether the `nativeBinding` option is allowed
 * @returns {OpenOptions}
 */
function readOpenOptions(source, optionsArgument, allowsBinding) {
  const name = nameOf(source);
  const options = requireOptions(optionsArgument);
  refuseFormerOptions(options);

  const filename = name.trim();
  const anonymous = filename === '' || filename === ':memory:';
  const content = Buffer.isBuffer(source) ? source : undefined;
  const fromFile = typeof source === 'number';
  const readonly = booleanOption(options, 'readonly');
  const fileMustExist = booleanOption(options, 'fileMustExist');
  const timeout = option(options, 'timeout', 5000);
  const verbose = option(options, 'verbose');
  const journal = option(options, 'journalFd');

  if (readonly && anonymous && content === undefined) {
    throw new TypeError('In-memory/temporary databases cannot be readonly');
  }
  const checked = { timeout: requireTimeout(timeout), verbose: requireFunctionOrNone(verbose, 'verbose') };
  requireJournal(fromFile, journal);
  requireBinding(options, allowsBinding);
  const engine = requireEngine(option(options, 'engine'));
  const files = fromFile ? { database: source, journal: Number(journal) } : undefined;
  return { name, filename, anonymous, content, files, readonly, fileMustExist, engine, ...checked };
}

module.exports = { readOpenOptions };
