'use strict';

// Which engine runs the guest; and one instance of it for each thread, shared by its connections: address space is
// scarce on small machines.

const { addonPackage, loadAddon } = require('./addon');
const { V8Engine } = require('./v8');
const { WasmtimeEngine } = require('./wasmtime');

/** @import { Connection } from '../connection' */
/** @import { Engine, EngineName } from './contract' */

/** @type {Record<EngineName, () => Engine>} */
const ENGINES = { v8: () => new V8Engine(), wasmtime: () => new WasmtimeEngine() };

/** An idle instance that has grown beyond this is let go: WebAssembly memory never shrinks. */
const IDLE_BYTES = 16 << 20;

/** @type {Map<EngineName, Engine>} */
const running = new Map();

/**
 * @param {unknown} name
 * @returns {name is EngineName}
 */
function isEngineName(name) {
  return typeof name === 'string' && Object.hasOwn(ENGINES, name);
}

/**
 * Gives the engine for a JavaScript engine that was started without WebAssembly.
 * @returns {EngineName}
 */
function engineWithoutWebAssembly() {
  try {
    loadAddon();
    return 'wasmtime';
  } catch (cause) {
    throw new Error(
      'anysqlite cannot start: this JavaScript engine runs without WebAssembly (is it started with --jitless?). ' +
      `Start it with WebAssembly, or install ${addonPackage()}.`,
      { cause },
    );
  }
}

/**
 * Gives the engine for connections that name none.
 * @returns {EngineName}
 */
function defaultEngine() {
  const named = process.env.ANYSQLITE_ENGINE;
  if (named === undefined || named === '') return typeof WebAssembly === 'undefined' ? engineWithoutWebAssembly() : 'v8';
  if (isEngineName(named)) return named;
  throw new Error(`ANYSQLITE_ENGINE is "${named}": set it to one of ${Object.keys(ENGINES).join(', ')}, or not at all`);
}

/**
 * Gives the engine that new connections of this thread run on.
 * @param {EngineName} [name]
 */
function currentEngine(name = defaultEngine()) {
  let engine = running.get(name);
  if (engine === undefined || engine.failure !== undefined) {
    engine = ENGINES[name]();
    running.set(name, engine);
  }
  return engine;
}

/** @param {Engine} engine */
function isWorthKeeping({ connections, failure, memory }) {
  return connections.size > 0 || (failure === undefined && memory.bytes.length <= IDLE_BYTES);
}

/** Lets go of engines that have no connections and are not worth keeping. */
function releaseEngine() {
  for (const [name, engine] of running) {
    if (isWorthKeeping(engine)) continue;
    running.delete(name);
    engine.dispose();
  }
}

/**
 * Gives the connections that are open in this thread.
 * @returns {Connection[]}
 */
function openConnections() {
  return [...running.values()].flatMap(({ connections }) => [...connections]);
}

module.exports = { currentEngine, defaultEngine, isEngineName, openConnections, releaseEngine };
