'use strict';

// Differences that docs/COMPAT.md explains, as far as the generator causes them.

const { differInLayout } = require('./layout');

/** @import { Outcome } from './pair' */
/** @import { Slots } from './side' */

/**
 * @typedef {object} Explanation
 * @property {string} what the difference, as docs/COMPAT.md names it
 * @property {(source: string, reference: Outcome, tested: Outcome, slots: Slots) => boolean} applies
 */

/** Why a commit fails: a deferred foreign key, another connection that reads, a full database. */
const COMMIT_ERRORS = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_BUSY', 'SQLITE_FULL']);

/**
 * Returns whether an operation ends a statement with RETURNING before its last row: calls `get()` of one that it
 * prepares or of a stored one, or `return()` of an iterator.
 * @param {string} source
 * @param {Slots} slots
 */
function endsReturning(source, slots) {
  if (/returning.*\.get\(/is.test(source)) return true;
  const stored = /\bs\.(?:(q\d+)\.get|(i\d+)\.return)\(/.exec(source);
  if (stored === null) return false;
  const statement = stored[1] === undefined ? slots[stored[2]].statement : slots[stored[1]];
  return /\breturning\b/i.test(statement.source);
}

/** What `PRAGMA count_changes` makes of a statement that writes: one with a row of counts. */
const COUNT = /^rows (inserted|updated|deleted)$/;

/** @param {Outcome} outcome */
const isCount = ({ value }) => Object.keys(Object(value)).some((column) => COUNT.test(column));

/** @type {Explanation[]} */
const EXPLANATIONS = [
  {
    what: 'get() with RETURNING or count_changes, or return() of its iterator, whose commit fails',
    applies: (source, reference, tested, slots) => (endsReturning(source, slots) || isCount(reference))
      && !reference.failed && tested.failed && COMMIT_ERRORS.has(tested.value.code),
  },
  {
    what: 'backup() from inside a write transaction',
    applies: (source, reference, tested) => /\.backup\(/.test(source)
      && !reference.failed && reference.value?.totalPages === 0 && tested.failed && tested.value.code === 'SQLITE_BUSY',
  },
  {
    what: 'a name of over 255 bytes for a function or aggregate',
    applies: (source, reference, tested) => /\.(function|aggregate)\(/.test(source) && reference.failed && tested.failed
      && reference.value.code === 'SQLITE_OK' && tested.value.code === 'SQLITE_MISUSE',
  },
  {
    what: 'REPLACE in a table without rowids',
    applies: (source, reference, tested) => differInLayout(reference.value, tested.value),
  },
];

/**
 * Returns the explanation of a difference, undefined if there is none.
 * @param {string} source
 * @param {Outcome} reference
 * @param {Outcome} tested
 * @param {Slots} slots the objects that operations have stored
 */
function explain(source, reference, tested, slots) {
  return EXPLANATIONS.find(({ applies }) => applies(source, reference, tested, slots))?.what;
}

exports.explain = explain;
