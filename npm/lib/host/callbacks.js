'use strict';

// The imports that run callbacks. A number refers to a handler, which runs the callback. While the handler's owner
// keeps what a callback threw, no callback runs: SQLite may make more calls before it notices the failure.
//
// Imports that SQLite calls for each row repeat the frame of the others: a shared frame would cost up to 10 % there,
// because V8 does not inline what it calls.

/** @import { Callbacks } from '../generated/abi' */
/** @import { AggregateHandler, FunctionHandler, ModuleHandler, Scan, TableHandler } from './callbacks-contract' */
/** @import { HandlerTables } from './handler-tables' */
/** @import { Memory } from './memory' */

const DONE = 0;
const THREW = 1;
const NO_NUMBER = -1;

/** @typedef {Extract<keyof Callbacks, `function_${string}` | `aggregate_${string}`>} FunctionName */
/** @typedef {Exclude<keyof Callbacks, FunctionName>} TableName */

/**
 * Makes the imports about functions and aggregates.
 * @param {Memory} memory
 * @param {HandlerTables} tables
 * @returns {Pick<Callbacks, FunctionName>}
 */
function functionImports(memory, tables) {
  const { aggregations, calls, handlers } = tables;
  return {
    function_call(number, parameters, count, result) {
      /** @type {FunctionHandler} */
      const fn = handlers.get(number);
      if (fn.owner.thrown !== undefined) return THREW;
      const { innermost } = calls;
      try {
        memory.refreshViews();
        fn.call(parameters >>> 0, count, result >>> 0);
        return tables.returned(DONE, innermost);
      } catch (error) {
        return tables.threw(fn.owner, error, THREW, innermost);
      }
    },

    aggregate_begin: tables.frame(memory, NO_NUMBER, (/** @type {AggregateHandler} */ aggregate) => (
      aggregations.add(aggregate.begin())
    )),

    aggregate_step(number, aggregation, parameters, count, inverse) {
      /** @type {AggregateHandler} */
      const aggregate = handlers.get(number);
      if (aggregate.owner.thrown !== undefined) return THREW;
      const { innermost } = calls;
      try {
        memory.refreshViews();
        aggregate.step(aggregations.get(aggregation), parameters >>> 0, count, inverse === 1);
        return tables.returned(DONE, innermost);
      } catch (error) {
        return tables.threw(aggregate.owner, error, THREW, innermost);
      }
    },

    aggregate_value: tables.frame(memory, THREW, (/** @type {AggregateHandler} */ aggregate, aggregation, result) => {
      aggregate.value(aggregations.get(aggregation), result >>> 0);
      return DONE;
    }),

    aggregate_end(aggregation) {
      aggregations.remove(aggregation);
    },
  };
}

/**
 * Makes the imports about virtual tables.
 * @param {Memory} memory
 * @param {HandlerTables} tables
 * @returns {Pick<Callbacks, TableName>}
 */
function tableImports(memory, tables) {
  const { calls, handlers, scans } = tables;
  return {
    vtab_connect: tables.frame(memory, NO_NUMBER, (/** @type {ModuleHandler} */ module, parameters, count, result) => (
      handlers.add(module.connect(parameters >>> 0, count, result >>> 0))
    )),

    vtab_open: tables.frame(memory, NO_NUMBER, (/** @type {TableHandler} */ table, parameters, count) => (
      scans.add(table.scan(parameters >>> 0, count))
    )),

    vtab_next(number) {
      /** @type {Scan} */
      const scan = scans.get(number);
      if (scan.owner.thrown !== undefined) return NO_NUMBER;
      const { innermost } = calls;
      try {
        return tables.returned(scan.next() ? 1 : 0, innermost);
      } catch (error) {
        return tables.threw(scan.owner, error, NO_NUMBER, innermost);
      }
    },

    vtab_column(_table, number, column, result) {
      /** @type {Scan} */
      const scan = scans.get(number);
      if (scan.owner.thrown !== undefined) return THREW;
      const { innermost } = calls;
      try {
        memory.refreshViews();
        scan.column(column, result >>> 0);
        return DONE;
      } catch (error) {
        return tables.threw(scan.owner, error, THREW, innermost);
      }
    },

    vtab_close(number) {
      scans.remove(number);
    },

    handler_release(number) {
      handlers.remove(number);
    },
  };
}

module.exports = { functionImports, tableImports };
