'use strict';

// node follower.js FILE PORT: applies the changes of a leader to a copy of its database.

const net = require('node:net');
const readline = require('node:readline');
const Database = require('better-sqlite3');

const [file, port] = process.argv.slice(2);

/** Milliseconds before the next attempt to reach the leader. */
const PAUSE = 100;

/** Returns the last entry that a copy of the leader's database contains, 0 for a new database. */
function lastEntryOf(copy) {
  if (copy.pragma('table_info(outbox)').length === 0) return 0;
  return copy.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").pluck().get() ?? 0;
}

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.exec(`
  CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text);
  CREATE TABLE IF NOT EXISTS inbox (id INTEGER PRIMARY KEY CHECK (id = 1), stored INTEGER NOT NULL)`);
db.prepare('INSERT OR IGNORE INTO inbox VALUES (1, ?)').run(lastEntryOf(db));
const stored = db.prepare('SELECT stored FROM inbox').pluck();
const remember = db.prepare('UPDATE inbox SET stored = ?');

/** Stores an entry and its number in one transaction. An entry that came twice is stored once. */
const store = db.transaction((number, changes) => {
  const last = stored.get();
  if (number <= last) return;
  if (number !== last + 1) {
    throw new Error(`entry ${last + 1} is lost (${number} came): begin again with a backup of the leader's database`);
  }
  if (!db.applyChangeset(changes)) throw new Error(`entry ${number} does not fit: something else has changed ${file}`);
  remember.run(number);
});

function follow() {
  const socket = net.connect(Number(port), '127.0.0.1');
  const answer = () => socket.write(`${JSON.stringify({ stored: stored.get() })}\n`);
  socket.on('connect', answer).on('close', () => setTimeout(follow, PAUSE));
  const lines = readline.createInterface({ input: socket }).on('line', (line) => {
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      // The leader ended in the middle of a line, which it will send again.
      return;
    }
    store(entry.number, Buffer.from(entry.changes, 'base64'));
    answer();
  });
  for (const end of [lines, socket]) end.on('error', () => {});
}

follow();
