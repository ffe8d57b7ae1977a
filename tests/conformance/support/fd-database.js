'use strict';

const fs = require('node:fs');
const { Database } = require('../../support/engine');
const { scratch } = require('../../support/scratch');

const skip = process.platform !== 'linux' && 'files are reopened through /proc/self/fd';

const REMOVED =
  'The database file or its journal file was deleted or replaced while the database was open '
  + '(the database must be reopened)';

/**
 * Creates a scratch folder and opens files in it. The databases and files are closed when the test ends.
 * @param {import('node:test').TestContext} t
 */
function scratchFiles(t) {
  const { file, open, read, write, exists } = scratch(t);
  const descriptors = [];
  const databases = [];

  const openFile = (name, flags = 'r+') => {
    const fd = fs.openSync(file(name), flags);
    descriptors.push(fd);
    return fd;
  };
  const closeFiles = () => descriptors.splice(0).forEach((fd) => fs.closeSync(fd));

  t.after(() => {
    databases.forEach((db) => db.close());
    closeFiles();
  });

  return {
    file, open, read, write, exists, openFile, closeFiles,

    /** Opens a database from descriptors of its file and its journal, which are created empty if missing. */
    openByDescriptor(name = 'test.db', options = {}) {
      for (const each of [name, `${name}-journal`]) if (!exists(each)) write(each, '');
      const db = new Database(openFile(name), { journalFd: openFile(`${name}-journal`), ...options });
      databases.push(db);
      return db;
    },
  };
}

module.exports = { REMOVED, scratchFiles, skip };
