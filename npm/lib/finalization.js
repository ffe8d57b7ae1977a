'use strict';

// Closes what the application has not closed: when an object is collected, and when the program ends.

const { openConnections, releaseInstances } = require('./engine/choose');
const { FinalizationRegistry, process } = require('./intrinsics');

/** @import { Connection } from './connection' */

/** @typedef {{ finalize(): void }} Finalizable what is behind an object, without a reference to the object */

/** @type {FinalizationRegistry<Finalizable>} */
const parts = new FinalizationRegistry((part) => quietly(() => part.finalize()));

/** @type {FinalizationRegistry<Connection>} */
const databases = new FinalizationRegistry((connection) => quietly(() => {
  if (connection.open) connection.close();
  releaseInstances();
}));

let watching = false;

/**
 * Runs cleanup that has no caller to report an error to.
 * @param {() => void} work
 */
function quietly(work) {
  try {
    work();
  } catch {
    // The instance has stopped; its connections report that when they are used next.
  }
}

/** Whether the event loop has nothing left to do. */
let endsByItself = false;

/**
 * Closes all connections. In the main thread only if the program ends by itself, not by process.exit() or an error, as
 * in better-sqlite3. In a worker always.
 */
function closeAll() {
  if (!endsByItself && require('node:worker_threads').isMainThread) return;
  for (const connection of openConnections()) {
    connection.closeIfCutOff();
    if (connection.open && !connection.executing) quietly(() => connection.close());
  }
}

/** Moves closeAll() behind the application's own exit handlers, which may still use their databases. */
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
 * Closes the connection of a Database object when the object is collected, or when the program ends.
 * @param {object} database
 * @param {Connection} connection
 */
function closeWhenCollected(database, connection) {
  databases.register(database, connection);
  watchForTheEnd();
}

/**
 * Finalizes a statement or a session when its object is collected.
 * @param {object} object
 * @param {Finalizable} part
 */
function finalizeWhenCollected(object, part) {
  parts.register(object, part);
}

module.exports = { closeWhenCollected, finalizeWhenCollected };
