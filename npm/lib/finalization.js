'use strict';

// Closes what the application has not closed: objects that were collected, and all that is open when the program ends.

const { openConnections, releaseEngine } = require('./engine/choose');

/** @import { Connection } from './connection' */

/** @typedef {{ finalize(): void }} Finalizable what is behind an object, without a reference to the object */

/** @type {FinalizationRegistry<Finalizable>} */
const parts = new FinalizationRegistry((part) => quietly(() => part.finalize()));

/** @type {FinalizationRegistry<Connection>} */
const databases = new FinalizationRegistry((connection) => quietly(() => {
  if (connection.open) connection.close();
  releaseEngine();
}));

let watching = false;

/**
 * Does what nobody waits for, so that there is nobody to take an error.
 * @param {() => void} work
 */
function quietly(work) {
  try {
    work();
  } catch {
    // The engine has failed; whoever uses it next is told.
  }
}

/** The program has nothing left to do. */
let endsByItself = false;

/**
 * Closes all that is open. Like better-sqlite3 not when the program is ended by process.exit() or an error; when a
 * worker ends, in any case.
 */
function closeAll() {
  if (!endsByItself && require('node:worker_threads').isMainThread) return;
  for (const connection of openConnections()) {
    if (connection.open && !connection.executing) quietly(() => connection.close());
  }
}

/** Puts closeAll() behind the application's own exit handlers, which may still use their databases. */
function closeLast() {
  endsByItself = true;
  process.removeListener('exit', closeAll);
  process.on('exit', closeAll);
}

function watchForTheEnd() {
  if (watching) return;
  watching = true;
  process.on('beforeExit', closeLast);
  process.on('exit', closeAll);
}

/**
 * Closes the connection of a Database object when nobody refers to the object any more, or when the program ends.
 * @param {object} database
 * @param {Connection} connection
 */
function closeWhenCollected(database, connection) {
  databases.register(database, connection);
  watchForTheEnd();
}

/**
 * Finalizes a part of a connection, a statement or a session, when nobody refers to its object any more.
 * @param {object} object
 * @param {Finalizable} part
 */
function finalizeWhenCollected(object, part) {
  parts.register(object, part);
}

module.exports = { closeWhenCollected, finalizeWhenCollected };
