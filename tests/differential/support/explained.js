'use strict';

// Differences that docs/COMPAT.md explains, as far as the generator causes them.

const { differInLayout } = require('./layout');

/** @import { Outcome } from './pair' */

/**
 * @typedef {object} Explanation
 * @property {string} what the difference, as docs/COMPAT.md names it
 * @property {(source: string, reference: Outcome, tested: Outcome) => boolean} applies
 */

/** Why a commit fails: a deferred foreign key, another connection that reads, a full database. */
const COMMIT_ERRORS = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_BUSY', 'SQLITE_FULL']);

/** @type {Explanation[]} */
const EXPLANATIONS = [
  {
    what: 'get() with RETURNING whose commit fails',
    applies: (source, reference, tested) => /returning.*\.get\(|s\.q\d+\.get\(/is.test(source)
      && !reference.failed && tested.failed && COMMIT_ERRORS.has(tested.value.code),
  },
  {
    what: 'backup() from inside a write transaction',
    applies: (source, reference, tested) => /\.backup\(/.test(source)
      && !reference.failed && reference.value?.totalPages === 0 && tested.failed && tested.value.code === 'SQLITE_BUSY',
  },
  {
    what: 'REPLACE in a table without rowids',
    applies: (source, reference, tested) => differInLayout(reference.value, tested.value),
  },
];

/**
 * Returns the explanation of a difference, undefined if there is none.
 * @param {string} source @param {Outcome} reference @param {Outcome} tested
 */
function explain(source, reference, tested) {
  return EXPLANATIONS.find(({ applies }) => applies(source, reference, tested))?.what;
}

exports.explain = explain;
