'use strict';

// Modules of virtual tables, the tables connected by them, and scans of these.

const {
  VALUE_BYTES, VALUE_TYPE, VALUE_UNDEFINED, VTAB_DIRECT_ONLY, VTAB_NAMES, VTAB_PARAMETERS, VTAB_SAFE_INTEGERS, VTAB_SCHEMA,
} = require('../generated/abi');
const { readValue } = require('../guest/read-value');
const { tableSchema } = require('./table-definition');
const { scanRows } = require('./table-rows');

/** @import { Connection } from '../connection' */
/** @import { ModuleHandler as ModuleContract, Scan as ScanContract, TableHandler as TableContract } from '../host/callbacks-contract' */
/** @import { TableDefinition } from './table-definition' */

/** @typedef {(module: string, database: string, table: string, ...given: string[]) => TableDefinition} Factory */

/**
 * A module: it makes tables.
 * @implements {ModuleContract}
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
    const [module, database, table, ...given] = Array.from(
      { length: count },
      (_, index) => String(readValue(owner.memory, parameters + index * VALUE_BYTES)),
    );
    const definition = factory(module, database, table, ...given);
    this.describe(definition, result);
    return new TableHandler(owner, definition, subject);
  }

  /** @param {TableDefinition} definition @param {number} result address of the first cell */
  describe(definition, result) {
    const { results, safeIntegers } = this.owner;
    const { parameters } = definition;
    /** @param {number} cell */
    const at = (cell) => result + cell * VALUE_BYTES;
    results.begin();
    results.write(at(VTAB_SCHEMA), tableSchema(definition));
    results.putInt32(at(VTAB_DIRECT_ONLY), definition.directOnly ? 1 : 0);
    results.putInt32(at(VTAB_SAFE_INTEGERS), definition.safeIntegers ?? safeIntegers ? 1 : 0);
    results.putInt32(at(VTAB_PARAMETERS), parameters.length);
    parameters.forEach((name, index) => results.write(at(VTAB_NAMES + index), name));
  }
}

/**
 * A connected table.
 * @implements {TableContract}
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
    const { memory } = owner;
    const given = Array.from({ length: count }, (_, index) => {
      const at = parameters + index * VALUE_BYTES;
      return memory.int32(at + VALUE_TYPE) === VALUE_UNDEFINED ? undefined : readValue(memory, at);
    });
    return new Scan(owner, scanRows(definition, given, subject), subject);
  }
}

/**
 * A scan of a table.
 * @implements {ScanContract}
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
    this.owner.results.put(result, this.row[column], this.subject);
  }
}

exports.ModuleHandler = ModuleHandler;
