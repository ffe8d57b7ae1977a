'use strict';

// Modules of virtual tables, the tables connected by them, and scans of these.

const { writeTable } = require('../guest/table-record');
const { appendValues, readScanArguments } = require('../guest/values');
const { String } = require('../intrinsics');
const { tableSchema } = require('./table-definition');
const { scanRows } = require('./table-rows');

/** @import { Connection } from '../connection' */
/** @import * as Contract from '../host/callbacks-contract' */
/** @import { TableDefinition } from './table-definition' */

/** @typedef {(module: string, database: string, table: string, ...args: string[]) => TableDefinition} Factory */

/**
 * A module: it makes tables.
 * @implements {Contract.ModuleHandler}
 */
class ModuleHandler {
  /**
   * @param {Connection} connection
   * @param {string} name
   * @param {Factory} factory
   */
  constructor(connection, name, factory) {
    this.owner = connection;
    this.factory = factory;
    this.subject = `Virtual table module "${name}" yielded`;
  }

  /** @param {number} parameters @param {number} count @param {number} result */
  connect(parameters, count, result) {
    const { factory, owner, subject } = this;
    const [module, database, table, ...args] = appendValues(owner.memory, parameters, count, []).map(String);
    const definition = factory(module, database, table, ...args);
    this.describe(definition, result);
    return new TableHandler(owner, definition, subject);
  }

  /** @param {TableDefinition} definition @param {number} result address of the first value */
  describe(definition, result) {
    const { callbackResults, safeIntegers } = this.owner;
    const { directOnly, parameters } = definition;
    const schema = tableSchema(definition);
    writeTable(callbackResults, result, {
      schema, directOnly, safeIntegers: definition.safeIntegers ?? safeIntegers, parameters,
    });
  }
}

/**
 * A connected table.
 * @implements {Contract.TableHandler}
 */
class TableHandler {
  /**
   * @param {Connection} connection
   * @param {TableDefinition} definition
   * @param {string} subject how an error about a row begins
   */
  constructor(connection, definition, subject) {
    this.owner = connection;
    this.definition = definition;
    this.subject = subject;
  }

  /** @param {number} parameters @param {number} count */
  scan(parameters, count) {
    const { definition, owner, subject } = this;
    const args = readScanArguments(owner.memory, parameters, count);
    return new Scan(owner, scanRows(definition, args, subject), subject);
  }
}

/**
 * A scan of a table.
 * @implements {Contract.Scan}
 */
class Scan {
  /**
   * @param {Connection} connection
   * @param {Iterator<unknown[], void>} rows
   * @param {string} subject how an error about a row begins
   */
  constructor(connection, rows, subject) {
    this.owner = connection;
    this.rows = rows;
    this.subject = subject;
    /** @type {unknown[]} */
    this.row = [];
  }

  next() {
    const { done, value } = this.rows.next();
    if (done) return false;
    this.row = value;
    return true;
  }

  /** @param {number} column @param {number} result */
  column(column, result) {
    this.owner.callbackResults.put(result, this.row[column], this.subject);
  }
}

exports.ModuleHandler = ModuleHandler;
