'use strict';

// The trials, one theme a file. Each prepares a database and returns the function to time.

/**
 * @typedef {object} Trial
 * @property {string} name
 * @property {string} group rows of one group have a mean of their own
 * @property {boolean} file whether the database is on disk rather than in memory
 * @property {number} operations how many operations one call of the timed function makes
 * @property {string} [needs] what a driver may lack, see drivers.js
 * @property {(db: any) => () => unknown} prepare
 */

/** @type {Trial[]} */
module.exports = [
  ...require('./files'), ...require('./boundary'), ...require('./everyday'), ...require('./engine'),
  ...require('./features'),
];
