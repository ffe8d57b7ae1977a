'use strict';

// Why a file of this package could not be loaded, where the package is not to blame.

const FILES = /\bE[MN]FILE\b|too many open files/i;
const MEMORY = /\bENOMEM\b|cannot allocate memory/i;
const RIGHTS = /\b(EACCES|EPERM|ERR_ACCESS_DENIED)\b|permission denied/i;

/** @type {[RegExp, string][]} */
const ADVICE = [
  [FILES, 'Too many files are open: close some, or let the process open more (ulimit -n).'],
  [MEMORY, 'The system has no memory left.'],
  [RIGHTS, 'This process may not read the file: grant it the right.'],
];

/** Returns the code and the message of an error. @param {unknown} error */
function textOf(error) {
  if (!(error instanceof Error)) return '';
  // An error of dlopen names its reason in the message only.
  return `${/** @type {NodeJS.ErrnoException} */ (error).code} ${error.message}`;
}

/**
 * Returns what to do about an error of the system, undefined if it says nothing about the process's limits and rights.
 * @param {unknown} error
 */
function adviceFor(error) {
  const text = textOf(error);
  return ADVICE.find(([pattern]) => pattern.test(text))?.[1];
}

/** Returns whether the same attempt can succeed later. @param {unknown} error */
function isTransient(error) {
  const text = textOf(error);
  return FILES.test(text) || MEMORY.test(text);
}

module.exports = { adviceFor, isTransient };
