'use strict';

// The extensions that `cargo xtask make extensions` builds: machine code for native better-sqlite3, WebAssembly for
// this package.

const path = require('node:path');
const { engine } = require('../../support/engine');

const FOLDER = path.join(__dirname, '..', '..', '..', 'target', 'extension', 'tests');

const SUFFIX = engine === 'reference' ? '.so' : '.wasm';

/**
 * Returns the path of an extension.
 * @param {string} name
 */
const built = (name) => path.join(FOLDER, name + SUFFIX);

module.exports = { SUFFIX, built };
