'use strict';

// Ratios to the reference, native better-sqlite3: below 1 is faster, or smaller.

/** @import { Row } from '../figures.js' */

const OURS = 'anysqlite';
const REFERENCE = 'better-sqlite3';

/**
 * Returns a row's ratio, undefined if the driver or the reference has no figure.
 * @param {Row} row @param {string} driver
 */
function ratio({ figures }, driver) {
  const [one, reference] = [figures[driver], figures[REFERENCE]];
  return one === undefined || reference === undefined ? undefined : one.best / reference.best;
}

/** Returns the ratios of the rows that have one. @param {Row[]} rows @param {string} driver */
const ratios = (rows, driver) => rows.map((row) => ratio(row, driver)).filter((each) => each !== undefined);

/** Returns the geometric mean, undefined if there is no ratio. @param {Row[]} rows @param {string} driver */
function meanRatio(rows, driver) {
  const all = ratios(rows, driver);
  return all.length === 0 ? undefined : Math.exp(all.reduce((sum, each) => sum + Math.log(each), 0) / all.length);
}

/** @param {number | undefined} number */
const shown = (number) => (number === undefined ? '–' : number.toFixed(2));

module.exports = { OURS, REFERENCE, meanRatio, ratio, ratios, shown };
