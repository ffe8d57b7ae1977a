'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * A folder of its own for one test, gone when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 * @param {string} [parent]
 */
function scratch(t, parent = os.tmpdir()) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(parent, 'anysqlite-sharing-')));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** @param {string[]} names */
    file: (...names) => path.join(folder, ...names),
    /** Names of the files in it. */
    list: () => fs.readdirSync(folder).sort(),
  };
}

module.exports = { scratch };
