'use strict';

const { Connection } = require('../connection');
const { currentInstance, releaseInstances } = require('../engine/choose');
const { OPEN_FLAGS } = require('../generated/sqlite');
const { copyIn } = require('../guest/allocate');
const { sqliteNoMemory } = require('../guest/out-of-memory');
const { SQLITE_ERROR, SQLITE_MISUSE, SQLITE_OK } = require('../guest/result-codes');
const { resultCode } = require('../guest/result-record');
const { byteLength, isView } = require('../host/views');
const { Buffer } = require('../intrinsics');

/** @import { Instance } from '../engine/contract' */
/** @import { Files, OpenOptions } from './options' */

const { SQLITE_OPEN_CREATE, SQLITE_OPEN_READONLY, SQLITE_OPEN_READWRITE } = OPEN_FLAGS;

/** @param {OpenOptions} options */
function openFlags({ readonly, fileMustExist }) {
  if (readonly) return SQLITE_OPEN_READONLY;
  return fileMustExist ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

/**
 * @param {Instance} instance
 * @param {OpenOptions} options
 */
function openPath(instance, options) {
  const name = Buffer.from(options.filename);
  const path = copyIn(instance, name, name.length);
  const address = instance.guest.db_open(path, name.length, openFlags(options), options.timeout);
  instance.guest.free(path);
  return address;
}

/**
 * @param {Instance} instance
 * @param {OpenOptions} options
 */
function openFiles({ guest }, options) {
  const { database, journal } = /** @type {Files} */ (options.files);
  return guest.db_open_fds(database, journal, openFlags(options), options.timeout);
}

/**
 * Opens a connection in the guest. Returns its address, even if opening failed (`code` of the result record).
 * @param {Instance} instance
 * @param {OpenOptions} options
 */
function openAddress(instance, options) {
  const address = (options.files === undefined ? openPath(instance, options) : openFiles(instance, options)) >>> 0;
  if (address === 0) throw sqliteNoMemory();
  return address;
}

/**
 * Turns an empty connection into an in-memory database with the given content.
 * @param {Connection} connection
 * @param {Buffer} content
 */
function deserialize(connection, content) {
  const { guest, address, readonly } = connection;
  const length = byteLength(content);
  const data = length > 0 ? copyIn(connection, content, length) : 0;
  const code = guest.db_deserialize(address, data, length, readonly ? 1 : 0);
  if (code === SQLITE_OK) return;
  const error = connection.error(code, openConnection);
  if (code === SQLITE_ERROR) error.message = 'unable to deserialize database';
  throw error;
}

/**
 * Returns the error for a connection that could not be opened.
 * @param {Connection} connection
 * @param {number} code
 */
function openError(connection, code) {
  const error = connection.error(code, openConnection);
  // SQLITE_MISUSE means unusable descriptors, which are wrong arguments.
  return code === SQLITE_MISUSE ? new TypeError(error.message) : error;
}

/**
 * Opens a connection.
 * @param {OpenOptions} options
 */
function openConnection(options) {
  const { name, anonymous, content, readonly, verbose } = options;
  const instance = currentInstance(options.engine);
  const address = openAddress(instance, options);
  const connection = new Connection(instance, address, { name, memory: anonymous, readonly, verbose });
  try {
    const code = resultCode(connection);
    if (code !== SQLITE_OK) throw openError(connection, code);
    // As native: what Buffer.isBuffer() takes for a Buffer, though it is none, has no content.
    if (isView(content)) deserialize(connection, content);
    return connection;
  } catch (error) {
    if (connection.open) connection.close();
    releaseInstances();
    throw error;
  }
}

module.exports = { openConnection };
