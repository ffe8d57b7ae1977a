'use strict';

const Database = require('better-sqlite3');
const { openStore } = require('./store/open.js');
const { clientsOf } = require('./store/clients.js');
const { notesOf } = require('./store/notes.js');
const { pairing } = require('./pairing.js');
const { createServer } = require('./http/server.js');

const FOLDER = process.env.DATA_FOLDER ?? '/data';
const PORT = Number(process.env.PORT ?? 8099);

/** @param {string} line */
const log = (line) => console.log(`[notebook] ${line}`);

/** Says what the app runs on: the first thing that a report of a failure needs. */
function logSurroundings(db) {
  const version = db.prepare('SELECT sqlite_version()').pluck().get();
  const { locks, engine } = Database.anysqlite;
  log(`SQLite ${version}, engine ${engine}, locks ${locks}, Node ${process.version}, ${process.arch}`);
}

function main() {
  const db = openStore(FOLDER, log);
  logSurroundings(db);
  const app = {
    db,
    clients: clientsOf(db),
    notes: notesOf(db),
    pairing: pairing((pin) => log(`PIN for pairing: ${pin}`)),
  };
  const server = createServer(app, log).listen(PORT, () => log(`listening on port ${PORT}`));
  // Supervisor sends SIGTERM, and SIGKILL after `timeout` seconds. SQLite survives both; a closed database has no -wal.
  process.once('SIGTERM', () => {
    server.close(() => db.close());
    server.closeIdleConnections();
  });
}

main();
