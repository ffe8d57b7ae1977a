'use strict';

/** @param {import('better-sqlite3').Database} db */
function notesOf(db) {
  const insert = db.prepare('INSERT INTO note (client_id, text, written_at) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT id, text, written_at AS writtenAt FROM note WHERE client_id = ? ORDER BY id');
  return {
    /** Adds notes, all or none. Returns how many. @type {(client: number, texts: string[]) => number} */
    add: db.transaction((client, texts) => {
      for (const text of texts) insert.run(client, text, Date.now());
      return texts.length;
    }),
    /** Returns the notes of a client, oldest first. @param {number} client */
    all: (client) => select.all(client),
  };
}

module.exports = { notesOf };
