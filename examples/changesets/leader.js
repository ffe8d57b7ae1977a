'use strict';

// Sends the entries of an outbox to one follower, which says which entry it has stored last. One JSON text a line.

const net = require('node:net');
const readline = require('node:readline');
const { entriesAfter, forget } = require('./outbox');

/** Milliseconds between looks at an empty outbox. */
const PAUSE = 50;

/**
 * Sends what comes after an entry. Returns the number of the last entry that was sent.
 * @param {import('better-sqlite3').Database} db
 * @param {net.Socket} socket
 * @param {number} number
 */
function send(db, socket, number) {
  const entries = entriesAfter(db, number);
  for (const entry of entries) {
    socket.write(`${JSON.stringify({ number: entry.number, changes: entry.changes.toString('base64') })}\n`);
  }
  return entries.at(-1)?.number ?? number;
}

/**
 * Waits for followers on a port, one after the other.
 * @param {import('better-sqlite3').Database} db
 * @param {number} port
 */
function lead(db, port) {
  return net.createServer((socket) => {
    /** The last entry that was sent, undefined before the follower has said what it needs. */
    let sent;
    const timer = setInterval(() => {
      if (sent !== undefined && socket.writableLength === 0) sent = send(db, socket, sent);
    }, PAUSE);
    const lines = readline.createInterface({ input: socket }).on('line', (line) => {
      const stored = Number(/^\{"stored":(\d+)\}$/.exec(line)?.[1]);
      if (!Number.isSafeInteger(stored)) {
        socket.destroy(new Error('this is no follower'));
        return;
      }
      forget(db, stored);
      sent ??= stored;
    });
    // A connection that breaks is made again by the follower.
    for (const end of [lines, socket]) end.on('error', () => {});
    socket.on('close', () => clearInterval(timer));
  }).listen(port, '127.0.0.1');
}

module.exports = { lead };
