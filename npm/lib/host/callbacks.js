'use strict';

// The imports that run callbacks. A number refers to a handler, which runs the callback; this file only finds the handler
// and keeps what a callback throws.

const { HandleTable } = require('./handle-table');

/** @import { Callbacks } from '../generated/abi' */
/** @import { AggregateHandler, Aggregation, Handler, FunctionHandler, ModuleHandler, Owner, Scan, TableHandler } from './callbacks-contract' */
/** @import { Memory } from './memory' */

const DONE = 0;
const THREW = 1;
const NO_NUMBER = -1;

/** What one instance of the guest may call. */
class HandlerTables {
  constructor() {
    /** @type {HandleTable<Handler>} */
    this.handlers = new HandleTable();
    /** @type {HandleTable<Aggregation>} */
    this.aggregations = new HandleTable();
    /** @type {HandleTable<Scan>} */
    this.scans = new HandleTable();
    /** @type {unknown} Why the instance stopped, undefined while it runs. */
    this.failure = undefined;
  }
}

/**
 * Returns a function that wraps what runs a callback:
 * - While the owner keeps what a callback threw, nothing is run: SQLite may call on until it notices the failure.
 * - What is thrown stays with the owner, which throws it when the guest has returned. The guest only learns that it was.
 * - A callback may stop the instance, by another connection. Then there is no way back into the guest.
 * @param {Memory} memory
 * @param {HandlerTables} tables
 */
function callbackFrame(memory, tables) {
  /**
   * @template {{ readonly owner: Owner }} T
   * @param {HandleTable<any>} table that the first parameter refers to
   * @param {number} ifThrown what the guest gets if the callback throws
   * @param {(target: T, ...values: number[]) => number} run
   * @returns {(number: number, ...values: number[]) => number}
   */
  return (table, ifThrown, run) => {
    /** @param {number} number @param {number} a @param {number} b @param {number} c @param {number} d */
    const framed = (number, a, b, c, d) => {
      const target = table.get(number);
      const { owner } = target;
      if (owner.thrown !== undefined) return ifThrown;
      let result;
      try {
        memory.refreshViews();
        result = run(target, a, b, c, d);
      } catch (value) {
        if (tables.failure === undefined) owner.thrown = { value };
        result = ifThrown;
      }
      if (tables.failure !== undefined) throw tables.failure;
      return result;
    };
    return Object.defineProperty(framed, 'length', { value: run.length });
  };
}

/**
 * Makes the imports about functions and aggregates.
 * @param {Memory} memory
 * @param {HandlerTables} tables
 * @returns {Pick<Callbacks, 'function_call' | 'aggregate_begin' | 'aggregate_step' | 'aggregate_value' | 'aggregate_end'>}
 */
function functionImports(memory, tables) {
  const { aggregations, handlers } = tables;
  const frame = callbackFrame(memory, tables);
  return {
    function_call: frame(handlers, THREW, (/** @type {FunctionHandler} */ fn, parameters, count, result) => {
      fn.call(parameters >>> 0, count, result >>> 0);
      return DONE;
    }),

    aggregate_begin: frame(handlers, NO_NUMBER, (/** @type {AggregateHandler} */ aggregate) => (
      aggregations.add(aggregate.begin())
    )),

    aggregate_step: frame(handlers, THREW, (/** @type {AggregateHandler} */ aggregate, number, parameters, count, inverse) => {
      aggregate.step(aggregations.get(number), parameters >>> 0, count, inverse === 1);
      return DONE;
    }),

    aggregate_value: frame(handlers, THREW, (/** @type {AggregateHandler} */ aggregate, number, result) => {
      aggregate.value(aggregations.get(number), result >>> 0);
      return DONE;
    }),

    aggregate_end(number) {
      aggregations.remove(number);
    },
  };
}

/**
 * Makes the imports about virtual tables.
 * @param {Memory} memory
 * @param {HandlerTables} tables
 * @returns {Pick<Callbacks, 'vtab_connect' | 'vtab_open' | 'vtab_next' | 'vtab_column' | 'vtab_close' | 'handler_release'>}
 */
function tableImports(memory, tables) {
  const { handlers, scans } = tables;
  const frame = callbackFrame(memory, tables);
  return {
    vtab_connect: frame(handlers, NO_NUMBER, (/** @type {ModuleHandler} */ module, parameters, count, result) => (
      handlers.add(module.connect(parameters >>> 0, count, result >>> 0))
    )),

    vtab_open: frame(handlers, NO_NUMBER, (/** @type {TableHandler} */ table, parameters, count) => (
      scans.add(table.scan(parameters >>> 0, count))
    )),

    vtab_next: frame(scans, NO_NUMBER, (/** @type {Scan} */ scan) => (scan.next() ? 1 : 0)),

    vtab_column: frame(handlers, THREW, (/** @type {TableHandler} */ _table, scan, column, result) => {
      scans.get(scan).column(column, result >>> 0);
      return DONE;
    }),

    vtab_close(number) {
      scans.remove(number);
    },

    handler_release(number) {
      handlers.remove(number);
    },
  };
}

module.exports = { HandlerTables, functionImports, tableImports };
