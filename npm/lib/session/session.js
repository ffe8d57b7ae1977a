'use strict';

const { defineDispose } = require('../define-dispose');
const { Object } = require('../intrinsics');
const { SessionHandle } = require('./session-handle');

/** @import { DatabaseObject } from '../connection-of' */

/** Private to this file, so that no other code can construct a session. */
const PRIVILEGE = Symbol();

/** Records the changes of a connection. */
class Session {
  /** @type {SessionHandle} */
  #handle;

  /** @param {unknown[]} args */
  constructor(...args) {
    const [privilege, handle, database] = args;
    if (privilege !== PRIVILEGE || !(handle instanceof SessionHandle)) {
      throw new TypeError('Sessions can only be constructed by the db.createSession() method');
    }
    this.#handle = handle;
    Object.defineProperty(this, 'database', { value: database, enumerable: true });
  }

  changeset() {
    return this.#handle.read(false);
  }

  patchset() {
    return this.#handle.read(true);
  }

  close() {
    this.#handle.close();
  }
}

const { close } = Session.prototype;
defineDispose(Session.prototype, close);

/**
 * Creates the object that the application sees.
 * @param {SessionHandle} handle
 * @param {DatabaseObject} database
 */
function createSessionObject(handle, database) {
  return new Session(PRIVILEGE, handle, database);
}

exports.createSessionObject = createSessionObject;
