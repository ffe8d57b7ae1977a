'use strict';

// node notes.js FILE PORT: an application that writes notes, and whose changes a follower receives.

const Database = require('better-sqlite3');
const { lead } = require('./leader');
const { recorded } = require('./outbox');

const [file, port] = process.argv.slice(2);

const db = new Database(file);
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text)');
const insert = db.prepare('INSERT INTO notes (text) VALUES (?)');
const change = db.prepare('UPDATE notes SET text = ? WHERE id = ?');
const remove = db.prepare('DELETE FROM notes WHERE id = ?');

const write = recorded(db, () => {
  const { lastInsertRowid } = insert.run(`written at ${new Date().toISOString()}`);
  const id = Number(lastInsertRowid);
  if (id % 3 === 0) change.run('changed', id - 1);
  if (id % 5 === 0) remove.run(id - 4);
  return id;
});

lead(db, Number(port));
setInterval(() => console.log(write()), 5);
