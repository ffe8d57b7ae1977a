'use strict';

const fs = require('node:fs');

/**
 * Returns the text of a file of the system, or an empty text if the file cannot be read. Bytes become characters.
 * @param {string} file
 */
function textOf(file) {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

module.exports = { textOf };
