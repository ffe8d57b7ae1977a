'use strict';

// The imports that call the application. What is behind a number says what happens; here is only the way to it, and
// what to do when the application throws: the connection keeps what was thrown, the guest learns that it was.

/** @import { Imports } from '../generated/abi' */
/** @import { AggregateHandler, Aggregation, Handler, FunctionHandler, ModuleHandler, Owner, Scan, TableHandler } from './callbacks-contract' */
/** @import { Memory } from './memory' */

const DONE = 0;
const THREW = 1;
const NOTHING = -1;

/**
 * Things by numbers, which are used again.
 * @template T
 */
class Numbered {
  constructor() {
    /** @type {(T | undefined)[]} */
    this.things = [];
    /** @type {number[]} */
    this.free = [];
  }

  /** @param {T} thing */
  add(thing) {
    const number = this.free.pop() ?? this.things.length;
    this.things[number] = thing;
    return number;
  }

  /** @param {number} number @returns {any} */
  get(number) {
    return this.things[number];
  }

  /** @param {number} number */
  remove(number) {
    this.things[number] = undefined;
    this.free.push(number);
  }
}

/** What one instance of the guest may call. */
class Callbacks {
  constructor() {
    /** @type {Numbered<Handler>} */
    this.handlers = new Numbered();
    /** @type {Numbered<Aggregation>} */
    this.aggregations = new Numbered();
    /** @type {Numbered<Scan>} */
    this.scans = new Numbered();
    /** Why the guest cannot run any more. */
    this.failure = /** @type {unknown} */ (undefined);
  }

  /**
   * Gives what a call of the application has given, unless it has brought the guest down: there is no way back into it.
   * @param {number} result
   */
  returned(result) {
    if (this.failure !== undefined) throw this.failure;
    return result;
  }

  /**
   * Makes the owner keep what the application has thrown.
   * @param {Owner} owner
   * @param {unknown} value
   * @param {number} result
   */
  threw(owner, value, result) {
    if (this.failure !== undefined) throw this.failure;
    owner.thrown = { value };
    return result;
  }
}

/**
 * Makes the imports about functions and aggregates.
 * @param {Memory} memory
 * @param {Callbacks} callbacks
 * @returns {Pick<Imports, 'function_call' | 'aggregate_begin' | 'aggregate_step' | 'aggregate_value' | 'aggregate_end'>}
 */
function functionImports(memory, callbacks) {
  const { aggregations, handlers } = callbacks;
  return {
    function_call(number, parameters, count, result) {
      /** @type {FunctionHandler} */
      const fn = handlers.get(number);
      if (fn.owner.thrown !== undefined) return THREW;
      try {
        memory.settle();
        fn.call(parameters >>> 0, count, result >>> 0);
        return callbacks.returned(DONE);
      } catch (error) {
        return callbacks.threw(fn.owner, error, THREW);
      }
    },

    aggregate_begin(number) {
      /** @type {AggregateHandler} */
      const aggregate = handlers.get(number);
      if (aggregate.owner.thrown !== undefined) return NOTHING;
      try {
        memory.settle();
        return callbacks.returned(aggregations.add(aggregate.begin()));
      } catch (error) {
        return callbacks.threw(aggregate.owner, error, NOTHING);
      }
    },

    aggregate_step(number, aggregation, parameters, count, inverse) {
      /** @type {AggregateHandler} */
      const aggregate = handlers.get(number);
      if (aggregate.owner.thrown !== undefined) return THREW;
      try {
        memory.settle();
        aggregate.step(aggregations.get(aggregation), parameters >>> 0, count, inverse === 1);
        return callbacks.returned(DONE);
      } catch (error) {
        return callbacks.threw(aggregate.owner, error, THREW);
      }
    },

    aggregate_value(number, aggregation, result) {
      /** @type {AggregateHandler} */
      const aggregate = handlers.get(number);
      if (aggregate.owner.thrown !== undefined) return THREW;
      try {
        memory.settle();
        aggregate.value(aggregations.get(aggregation), result >>> 0);
        return callbacks.returned(DONE);
      } catch (error) {
        return callbacks.threw(aggregate.owner, error, THREW);
      }
    },

    aggregate_end(aggregation) {
      aggregations.remove(aggregation);
    },
  };
}

/**
 * Makes the imports about virtual tables.
 * @param {Memory} memory
 * @param {Callbacks} callbacks
 * @returns {Pick<Imports, 'vtab_connect' | 'vtab_open' | 'vtab_next' | 'vtab_column' | 'vtab_close' | 'handler_release'>}
 */
function tableImports(memory, callbacks) {
  const { handlers, scans } = callbacks;
  return {
    vtab_connect(number, parameters, count, result) {
      /** @type {ModuleHandler} */
      const module = handlers.get(number);
      if (module.owner.thrown !== undefined) return NOTHING;
      try {
        memory.settle();
        return callbacks.returned(handlers.add(module.connect(parameters >>> 0, count, result >>> 0)));
      } catch (error) {
        return callbacks.threw(module.owner, error, NOTHING);
      }
    },

    vtab_open(number, parameters, count) {
      /** @type {TableHandler} */
      const table = handlers.get(number);
      if (table.owner.thrown !== undefined) return NOTHING;
      try {
        memory.settle();
        return callbacks.returned(scans.add(table.scan(parameters >>> 0, count)));
      } catch (error) {
        return callbacks.threw(table.owner, error, NOTHING);
      }
    },

    vtab_next(number) {
      /** @type {Scan} */
      const scan = scans.get(number);
      if (scan.owner.thrown !== undefined) return NOTHING;
      try {
        return callbacks.returned(scan.next() ? 1 : 0);
      } catch (error) {
        return callbacks.threw(scan.owner, error, NOTHING);
      }
    },

    vtab_column(_table, number, column, result) {
      /** @type {Scan} */
      const scan = scans.get(number);
      if (scan.owner.thrown !== undefined) return THREW;
      try {
        memory.settle();
        scan.column(column, result >>> 0);
        return DONE;
      } catch (error) {
        return callbacks.threw(scan.owner, error, THREW);
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

exports.Callbacks = Callbacks;
exports.functionImports = functionImports;
exports.tableImports = tableImports;
