'use strict';

const fs = require('node:fs');

/**
 * Returns whether a file exists, as far as Node's permission model lets this process see.
 * @param {string} file
 */
function exists(file) {
  try {
    return fs.existsSync(file);
  } catch {
    return false;
  }
}

module.exports = { exists };
