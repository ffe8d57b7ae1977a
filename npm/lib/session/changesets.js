'use strict';

// Operations on changesets that need no database.

const { requireChangeset } = require('../arguments');
const { currentInstance, releaseInstances } = require('../engine/choose');
const { ChangesetValues } = require('../guest/changeset-values');
const {
  SQLITE_CORRUPT, SQLITE_ERROR, SQLITE_NOMEM, SQLITE_OK, SQLITE_SCHEMA, codeName,
} = require('../guest/result-codes');
const { Array } = require('../intrinsics');
const SqliteError = require('../sqlite-error');

/** @import { Exports } from '../generated/abi' */

/** @typedef {Record<number, string>} Messages error messages by result code */

/** @type {Messages} */
const INVERTING = { [SQLITE_CORRUPT]: 'the changeset is malformed, or is a patchset, which cannot be inverted' };

/** @type {Messages} */
const JOINING = {
  [SQLITE_CORRUPT]: 'one of the changesets is malformed',
  [SQLITE_ERROR]: 'changesets and patchsets cannot be joined',
  [SQLITE_SCHEMA]: 'a table has other columns or another primary key in another of the changesets',
};

/**
 * Makes a changeset from changesets.
 * @param {readonly Uint8Array[]} changesets
 * @param {(guest: Exports, values: ChangesetValues) => number} make calls the guest, returns a result code
 * @param {Messages} messages
 */
function transform(changesets, make, messages) {
  const instance = currentInstance();
  const values = new ChangesetValues(instance, changesets);
  try {
    const code = make(instance.guest, values);
    if (code === SQLITE_OK) return values.takeResult();
    const message = code === SQLITE_NOMEM ? 'out of memory' : messages[code];
    throw new SqliteError(message ?? 'the changeset cannot be used', codeName(code));
  } finally {
    values.free();
    releaseInstances();
  }
}

/** @param {unknown} changeset */
function invertChangeset(changeset) {
  const bytes = requireChangeset(changeset, 'first argument');
  return transform([bytes], (guest, { address, result }) => guest.changeset_invert(address, result), INVERTING);
}

/** @param {unknown} changesets */
function concatChangesets(changesets) {
  if (!Array.isArray(changesets)) throw new TypeError('Expected first argument to be an array of changesets');
  const all = Array.from(changesets, (changeset) => requireChangeset(changeset, 'each changeset'));
  return transform(all, (guest, { address, count, result }) => guest.changeset_concat(address, count, result), JOINING);
}

module.exports = { concatChangesets, invertChangeset };
