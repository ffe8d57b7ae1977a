'use strict';

// Production bundles by webpack.

const assert = require('node:assert/strict');
const webpack = require('webpack');
const { emptyFolder } = require('./installation');

/** @import { Installation } from './installation' */

/**
 * @param {import('webpack').Configuration} configuration
 * @returns {Promise<import('webpack').StatsCompilation>}
 */
const build = (configuration) =>
  new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => (
      stats ? resolve(stats.toJson({ all: false, errors: true, warnings: true })) : reject(error)));
  });

/**
 * Bundles an entry of a program into an empty folder.
 * @param {import('node:test').TestContext} t
 * @param {Installation} program
 * @param {string} entry
 * @param {import('webpack').Configuration} [options]
 */
async function bundledByWebpack(t, { file, folder: context, installed }, entry, options = {}) {
  const place = emptyFolder(t);
  const { errors, warnings } = await build({
    context, entry: file(entry), mode: 'production', target: 'node', performance: { hints: false },
    output: { path: place.folder, filename: 'bundle.cjs' }, ...options,
  });
  assert.deepEqual([errors, warnings], [[], []]);
  return { ...place, installed };
}

module.exports = { bundledByWebpack };
