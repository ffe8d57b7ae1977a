'use strict';

const { defineDispose } = require('../define-dispose');
const { Recording } = require('./session-handle');

/** @import { DatabaseObject } from '../connection-of' */

/** Known to this file only, so that nobody else can construct. */
const PRIVILEGE = Symbol();

/** Records what a connection changes. */
class Session {
  /** @type {Recording} */
  #recording;

  /** @param {unknown[]} given */
  constructor(...given) {
    const [privilege, recording, database] = given;
    if (privilege !== PRIVILEGE || !(recording instanceof Recording)) {
      throw new TypeError('Sessions can only be constructed by the db.createSession() method');
    }
    this.#recording = recording;
    Object.defineProperty(this, 'database', { value: database, enumerable: true });
  }

  changeset() {
    return this.#recording.read(false);
  }

  patchset() {
    return this.#recording.read(true);
  }

  close() {
    this.#recording.close();
  }
}

const { close } = Session.prototype;
defineDispose(Session.prototype, close);

/**
 * Makes the object that the application sees.
 * @param {Recording} recording
 * @param {DatabaseObject} database
 */
function openSession(recording, database) {
  return new Session(PRIVILEGE, recording, database);
}

exports.openSession = openSession;
