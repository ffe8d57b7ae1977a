'use strict';

// The folders of the two packages: this repository's and native better-sqlite3.

const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');

/** @typedef {'ours' | 'native'} Side */

/** @type {Record<Side, string>} */
const PACKAGES = {
  ours: path.resolve(process.env.ANYSQLITE_PACKAGE || path.join(ROOT, 'npm')),
  native: path.join(ROOT, 'node_modules', 'better-sqlite3'),
};

/** @type {Side[]} */
const SIDES = ['ours', 'native'];

module.exports = { PACKAGES, ROOT, SIDES };
