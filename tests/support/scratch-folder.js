'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * Removes a folder. On Windows it stays if a file in it is still open, which a test may leave to the garbage collector.
 * @param {string} folder
 */
function removeFolder(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const isOpen = ['EBUSY', 'EPERM', 'ENOTEMPTY'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '');
    if (process.platform !== 'win32' || !isOpen) throw error;
  }
}

/**
 * Creates a scratch folder for one test. The folder is removed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 * @param {string} [parent] where to create it
 */
function scratchFolder(t, parent = os.tmpdir()) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(parent, 'anysqlite-')));
  t.after(() => removeFolder(folder));
  /** @param {string[]} names */
  const file = (...names) => path.join(folder, ...names);
  return {
    folder,
    file,
    /** Returns the names of the folder's files, sorted. */
    list: () => fs.readdirSync(folder).sort(),
    /** @param {string} name */
    exists: (name) => fs.existsSync(file(name)),
    /** @param {string} name */
    read: (name) => fs.readFileSync(file(name)),
    /** @param {string} name @param {string | Uint8Array} content */
    write: (name, content) => fs.writeFileSync(file(name), content),
  };
}

module.exports = { scratchFolder };
