'use strict';

// One instance of the guest for each thread, shared by its connections: address space is scarce on small machines.

const { V8Engine } = require('./v8');

/** @import { Connection } from '../connection' */
/** @import { Engine } from './contract' */

/** An idle instance that has grown beyond this is let go: WebAssembly memory never shrinks. */
const IDLE_BYTES = 16 << 20;

/** @type {Engine | undefined} */
let current;

/** Gives the engine that new connections of this thread run on. */
function currentEngine() {
  if (current === undefined || current.failure !== undefined) current = new V8Engine();
  return current;
}

/** Lets go of the engine if it has no connections and is not worth keeping. */
function releaseEngine() {
  if (current === undefined || current.connections.size > 0) return;
  if (current.failure !== undefined || current.memory.bytes.length > IDLE_BYTES) current = undefined;
}

/**
 * Gives the connections that are open in this thread.
 * @returns {Connection[]}
 */
function openConnections() {
  return current === undefined ? [] : [...current.connections];
}

module.exports = { currentEngine, openConnections, releaseEngine };
