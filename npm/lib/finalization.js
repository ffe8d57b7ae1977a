'use strict';

// Closes what the application has not closed: when an object is collected, and when the program ends.

const { doNotRunAtExit, runAtExit } = require('./at-exit');
const { openConnections, releaseInstances, whenIdle } = require('./engine/choose');
const { FinalizationRegistry } = require('./intrinsics');

/** @import { Connection } from './connection' */

/** @typedef {{ finalize(): void }} Finalizable what is behind an object, without a reference to the object */

/** @type {FinalizationRegistry<Finalizable>} */
const parts = new FinalizationRegistry((part) => quietly(() => part.finalize()));

/** @type {FinalizationRegistry<Connection>} */
const databases = new FinalizationRegistry((connection) => quietly(() => {
  if (connection.open) connection.close();
  releaseInstances();
}));

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

/** Closes all connections. */
function closeAll() {
  for (const connection of openConnections()) {
    connection.closeIfCutOff();
    if (connection.open && !connection.executing) quietly(() => connection.close());
  }
}

whenIdle(() => doNotRunAtExit(closeAll));

/**
 * Closes the connection of a Database object when the object is collected, or when the program ends.
 * @param {object} database
 * @param {Connection} connection
 */
function closeWhenCollected(database, connection) {
  databases.register(database, connection);
  runAtExit(closeAll);
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
