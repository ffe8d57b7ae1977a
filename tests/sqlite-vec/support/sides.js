'use strict';

// The extension on both of its files, beside the binary of the npm package on native better-sqlite3.

const path = require('node:path');
const npmPackage = require('sqlite-vec');
const { ROOT } = require('../../support/packages');
const { reference, tested } = require('../../differential/support/both-packages');

const FOLDER = path.join(ROOT, 'packages', 'sqlite-vec');

/** @typedef {'native' | 'plain' | 'simd'} Side */

/** @type {Record<Side, { Database: any, extension: string }>} */
const SIDES = {
  native: { Database: reference, extension: npmPackage.getLoadablePath() },
  plain: { Database: tested, extension: path.join(FOLDER, 'vec0.wasm') },
  simd: { Database: tested, extension: path.join(FOLDER, 'vec0.simd.wasm') },
};

/**
 * Opens a database with the extension.
 * @param {Side} side
 * @param {string} [name]
 */
function open(side, name = ':memory:') {
  const { Database, extension } = SIDES[side];
  const db = new Database(name);
  db.loadExtension(extension);
  return db;
}

/**
 * Opens a database of each side; they are closed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 * @returns {Record<Side, any>}
 */
function openAll(t) {
  const all = { native: open('native'), plain: open('plain'), simd: open('simd') };
  t.after(() => Object.values(all).forEach((db) => db.close()));
  return all;
}

module.exports = { FOLDER, open, openAll };
