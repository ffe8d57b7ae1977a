'use strict';

const { createHash, randomBytes } = require('node:crypto');

/** The database keeps digests alone: who reads a backup cannot act as a client. @param {string} token */
const digest = (token) => createHash('sha256').update(token).digest();

/** @param {import('better-sqlite3').Database} db */
function clientsOf(db) {
  const insert = db.prepare('INSERT INTO client (name, token_digest, paired_at) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT id, name FROM client WHERE token_digest = ?');
  return {
    /** Adds a client. Returns its token, which is stored nowhere. @param {string} name */
    add(name) {
      const token = randomBytes(24).toString('base64url');
      insert.run(name, digest(token), Date.now());
      return token;
    },
    /** Returns the client of a token, or undefined. @param {string} token */
    withToken: (token) => select.get(digest(token)),
  };
}

module.exports = { clientsOf };
