'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Database } = require('./engine');

/**
 * A folder of its own for one test, and databases in it. Both are gone when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 */
function scratch(t) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-')));
  const opened = [];

  t.after(() => {
    for (const db of opened) {
      try {
        db.close();
      } catch {
        // A test may leave an iterator open on purpose, and then close() is refused.
      }
    }
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const file = (...names) => path.join(folder, ...names);

  return {
    folder,
    file,

    /** Opens a database by its name in the folder; a Buffer, ':memory:' and '' are passed on. */
    open(name = 'test.db', options) {
      const isName = typeof name === 'string' && name !== ':memory:' && name !== '';
      const db = new Database(isName ? file(name) : name, options);
      opened.push(db);
      return db;
    },

    closeAll: () => opened.forEach((db) => db.close()),
    exists: (name) => fs.existsSync(file(name)),
    read: (name) => fs.readFileSync(file(name)),
    write: (name, content) => fs.writeFileSync(file(name), content),
  };
}

module.exports = { scratch };
