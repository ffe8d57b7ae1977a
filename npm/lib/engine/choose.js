'use strict';

// Chooses the engine, and keeps one instance on each for this thread. All connections share it, because address space
// is scarce on small machines.

const { Map, Object, process, WebAssembly } = require('../intrinsics');
const { addonPackage, loadAddon } = require('./addon');
const { V8Instance } = require('./v8');
const { WasmtimeInstance } = require('./wasmtime');

/** @import { Connection } from '../connection' */
/** @import { EngineName, Instance } from './contract' */

/** @type {Record<EngineName, () => Instance>} */
const ENGINES = { v8: () => new V8Instance(), wasmtime: () => new WasmtimeInstance() };

/** An idle instance whose memory is larger is released: WebAssembly memory never shrinks. */
const MAX_IDLE_BYTES = 16 << 20;

/** @type {Map<EngineName, Instance>} */
const running = new Map();

/**
 * @param {unknown} name
 * @returns {name is EngineName}
 */
function isEngineName(name) {
  return typeof name === 'string' && Object.hasOwn(ENGINES, name);
}

/**
 * Returns the engine for a JavaScript engine that was started without WebAssembly.
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
 * Returns the engine of connections that name none.
 * @returns {EngineName}
 */
function defaultEngine() {
  const named = process.env.ANYSQLITE_ENGINE;
  if (named === undefined || named === '') {
    return typeof WebAssembly === 'undefined' ? engineWithoutWebAssembly() : 'v8';
  }
  if (isEngineName(named)) return named;
  throw new Error(`ANYSQLITE_ENGINE is "${named}": set it to one of ${Object.keys(ENGINES).join(', ')}, or not at all`);
}

/**
 * Returns the instance for new connections of this thread.
 * @param {EngineName} [name]
 */
function currentInstance(name = defaultEngine()) {
  let instance = running.get(name);
  instance?.stopIfCutOff();
  if (instance === undefined || instance.failure !== undefined) {
    instance = ENGINES[name]();
    running.set(name, instance);
  }
  return instance;
}

/** @param {Instance} instance */
function isWorthKeeping({ connections, failure, isCollectable, memory }) {
  if (connections.size > 0) return true;
  return isCollectable && failure === undefined && memory.bytes.length <= MAX_IDLE_BYTES;
}

/** Is called when the last connection of this thread was closed. */
let onIdle = () => {};

/** @param {() => void} callback */
function whenIdle(callback) {
  onIdle = callback;
}

/** Releases instances that have no connections and are not worth keeping. */
function releaseInstances() {
  for (const [name, instance] of running) {
    if (isWorthKeeping(instance)) continue;
    running.delete(name);
    instance.dispose();
  }
  if (openConnections().length === 0) onIdle();
}

/**
 * Returns the connections that are open in this thread.
 * @returns {Connection[]}
 */
function openConnections() {
  return [...running.values()].flatMap(({ connections }) => [...connections]);
}

module.exports = { currentInstance, defaultEngine, isEngineName, openConnections, releaseInstances, whenIdle };
