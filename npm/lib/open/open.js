'use strict';

const { Connection } = require('../connection');
const { currentEngine, releaseEngine } = require('../engine/choose');
const { RESULT_CODE } = require('../generated/abi');
const { SQLITE_ERROR, SQLITE_MISUSE, SQLITE_NOMEM, SQLITE_OK, codeName } = require('../guest/result-codes');
const SqliteError = require('../sqlite-error');

/** @import { Engine } from '../engine/contract' */
/** @import { Files, OpenOptions } from './options' */

const OPEN_READONLY = 0x1;
const OPEN_READWRITE = 0x2;
const OPEN_CREATE = 0x4;

/** @param {OpenOptions} options */
function openFlags({ readonly, fileMustExist }) {
  if (readonly) return OPEN_READONLY;
  return fileMustExist ? OPEN_READWRITE : OPEN_READWRITE | OPEN_CREATE;
}

/**
 * Puts bytes into memory of the guest.
 * @param {Engine} engine
 * @param {Uint8Array} bytes
 */
function place({ guest, memory }, bytes) {
  const address = guest.alloc(bytes.length || 1) >>> 0;
  if (address === 0) throw new Error('Out of memory');
  memory.setBytes(bytes, address);
  return address;
}

/**
 * @param {Engine} engine
 * @param {OpenOptions} options
 */
function openPath(engine, options) {
  const name = Buffer.from(options.filename);
  const path = place(engine, name);
  const address = engine.guest.db_open(path, name.length, openFlags(options), options.timeout);
  engine.guest.free(path);
  return address;
}

/**
 * @param {Engine} engine
 * @param {OpenOptions} options
 */
function openFiles({ guest }, options) {
  const { database, journal } = /** @type {Files} */ (options.files);
  return guest.db_open_fds(database, journal, openFlags(options), options.timeout);
}

/**
 * Gives the address of an opened connection, or of one that failed to open.
 * @param {Engine} engine
 * @param {OpenOptions} options
 */
function openAddress(engine, options) {
  const address = (options.files === undefined ? openPath(engine, options) : openFiles(engine, options)) >>> 0;
  if (address === 0) throw new SqliteError('out of memory', codeName(SQLITE_NOMEM));
  return address;
}

/**
 * Fills a database in memory.
 * @param {Connection} connection
 * @param {Buffer} content
 */
function fill(connection, content) {
  const { engine, guest, address, readonly } = connection;
  const data = content.length > 0 ? place(engine, content) : 0;
  const code = guest.db_deserialize(address, data, content.length, readonly ? 1 : 0);
  if (code === SQLITE_OK) return;
  const error = connection.error(code, openConnection);
  if (code === SQLITE_ERROR) error.message = 'unable to deserialize database';
  throw error;
}

/**
 * Gives the error for a connection that could not be opened.
 * @param {Connection} connection
 * @param {number} code
 */
function openError(connection, code) {
  const error = connection.error(code, openConnection);
  // What was wrong with descriptors is wrong with the arguments.
  return code === SQLITE_MISUSE ? new TypeError(error.message) : error;
}

/**
 * Opens a connection.
 * @param {OpenOptions} options
 */
function openConnection(options) {
  const { name, anonymous, content, readonly, verbose } = options;
  const engine = currentEngine(options.engine);
  const address = openAddress(engine, options);
  const connection = new Connection(engine, address, { name, memory: anonymous, readonly, verbose });
  try {
    const code = engine.memory.int32(address + RESULT_CODE);
    if (code !== SQLITE_OK) throw openError(connection, code);
    if (content !== undefined) fill(connection, content);
    return connection;
  } catch (error) {
    if (connection.open) connection.close();
    releaseEngine();
    throw error;
  }
}

module.exports = { openConnection };
