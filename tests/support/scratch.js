'use strict';

const { Database } = require('./engine');
const { scratchFolder } = require('./scratch-folder');

/**
 * Creates a scratch folder and opens databases of the engine under test in it. The databases are closed and the folder
 * is removed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 */
function scratch(t) {
  const opened = [];

  // Hooks run in the order of registration: the databases are closed before the folder is removed.
  t.after(() => {
    for (const db of opened) {
      try {
        db.close();
      } catch {
        // close() throws if a test has left an iterator open on purpose.
      }
    }
  });

  const { folder, file, exists, read, write } = scratchFolder(t);

  return {
    folder, file, exists, read, write,

    /** Opens a database. Its name is relative to the folder; a Buffer, ':memory:' and '' are passed on unchanged. */
    open(name = 'test.db', options) {
      const isName = typeof name === 'string' && name !== ':memory:' && name !== '';
      const db = new Database(isName ? file(name) : name, options);
      opened.push(db);
      return db;
    },

    closeAll: () => opened.forEach((db) => db.close()),
  };
}

module.exports = { scratch };
