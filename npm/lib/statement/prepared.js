'use strict';

// What is behind a Statement object: its place in the guest, and how its rows are wanted.

const {
  COLUMN_NAME, COLUMN_TABLE, ROWS_PLUCK, ROWS_SAFE_INTEGERS, STATEMENT_COLUMNS, STATEMENT_NAMED, STATEMENT_PARAMETERS,
  STATEMENT_READONLY,
} = require('../generated/abi');
const { createDecoder } = require('./decoder');

/** @import { Connection } from '../connection' */
/** @import { Decoder } from './decoder' */

/** @typedef {'flat' | 'pluck' | 'expand' | 'raw'} Mode */

/**
 * @typedef {object} ParameterNames
 * @property {(string | undefined)[]} names of all parameters, without their prefix
 * @property {{ name: string, index: number }[]} named the parameters that have a name
 */

class Compiled {
  /**
   * @param {Connection} connection
   * @param {number} address
   * @param {string} source
   */
  constructor(connection, address, source) {
    const { memory } = connection;
    this.connection = connection;
    this.address = address;
    this.source = source;
    this.reader = memory.int32(address + STATEMENT_COLUMNS) > 0;
    this.readonly = memory.int32(address + STATEMENT_READONLY) === 1;
    this.parameters = memory.int32(address + STATEMENT_PARAMETERS);
    this.named = memory.int32(address + STATEMENT_NAMED);

    /** Its parameters were given for good by bind(). */
    this.bound = false;
    /** An iterator over its rows has begun and not ended. */
    this.locked = false;
    /** @type {Mode} */
    this.mode = 'flat';
    this.safeIntegers = connection.safeIntegers;
    /** What the guest is told about the rows wanted. */
    this.rowsFlags = 0;
    /** @type {Decoder | undefined} */
    this.decoder = undefined;
    /** @type {ParameterNames | undefined} */
    this.parameterList = undefined;
    this.updateFlags();
  }

  /** Makes sure that the statement can be used now. */
  requireReady() {
    const { connection } = this;
    connection.requireOpen();
    connection.requireIdle();
    this.requireUnlocked();
  }

  requireUnlocked() {
    if (!this.locked) return;
    throw new TypeError(`This statement ${this.address === 0 ? 'has been disposed of' : 'is busy executing a query'}`);
  }

  /** Abandons what is left of its rows. */
  reset() {
    const { connection } = this;
    connection.enter();
    connection.guest.stmt_reset(this.address);
    connection.executing = false;
  }

  /** Ends the statement, unless its connection has done so. It is locked for good. */
  finalize() {
    const { address, connection } = this;
    this.address = 0;
    this.locked = true;
    if (address !== 0 && connection.open) connection.guest.stmt_finalize(address);
  }

  isBusy() {
    return this.locked && this.address !== 0 && this.connection.open;
  }

  updateFlags() {
    this.rowsFlags = (this.safeIntegers ? ROWS_SAFE_INTEGERS : 0) | (this.mode === 'pluck' ? ROWS_PLUCK : 0);
  }

  /** @param {Mode} mode */
  setMode(mode) {
    this.mode = mode;
    this.decoder = undefined;
    this.updateFlags();
  }

  /** @param {boolean} on */
  setSafeIntegers(on) {
    this.safeIntegers = on;
    this.updateFlags();
  }

  /**
   * Gives what decodes the rows of the statement, as it is compiled now and as its rows are wanted now.
   * @param {number} columns how many columns the packed rows have
   */
  rowDecoder(columns) {
    this.decoder ??= createDecoder(this, columns);
    return this.decoder;
  }

  /** Asks the guest for the names of the result's columns. @param {number} columns */
  columnNames(columns) {
    return Array.from({ length: columns }, (_, column) => this.columnText(column, COLUMN_NAME) ?? '');
  }

  /** Asks the guest for the tables that the result's columns come from. @param {number} columns */
  columnTables(columns) {
    return Array.from({ length: columns }, (_, column) => this.columnText(column, COLUMN_TABLE));
  }

  /** @param {number} column @param {number} which */
  columnText(column, which) {
    const { connection, address } = this;
    connection.guest.stmt_column_text(address, column, which);
    return connection.text();
  }

  /** @returns {ParameterNames} */
  parameterNames() {
    this.parameterList ??= this.readParameterNames();
    return this.parameterList;
  }

  /** @returns {ParameterNames} */
  readParameterNames() {
    const { connection, address } = this;
    const names = [];
    const named = [];
    for (let index = 0; this.named > 0 && index < this.parameters; index += 1) {
      connection.guest.stmt_parameter_name(address, index + 1);
      const name = connection.text()?.slice(1);
      names.push(name);
      if (name !== undefined) named.push({ name, index });
    }
    return { names, named };
  }
}

exports.Compiled = Compiled;
