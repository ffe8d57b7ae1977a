'use strict';

// What is behind a Statement object: its statement in the guest, and how it returns rows.

const { rowsFlags } = require('../guest/flags');
const { isRecompiled } = require('../guest/result-record');
const { columnName, columnTable, parameterName, readStatement } = require('../guest/statement-record');
const { Array } = require('../intrinsics');
const { rowShape } = require('./row-shape');

/** @import { Connection } from '../connection' */
/** @import { Decoder } from '../guest/decoder-contract' */
/** @import { RowShape, Shape } from './row-shape' */

/** @typedef {'flat' | 'pluck' | 'expand' | 'raw'} Mode */

/**
 * @typedef {object} ParameterNames
 * @property {(string | undefined)[]} names of all parameters, without their prefix
 * @property {{ name: string, index: number }[]} named the parameters that have a name
 */

class Prepared {
  /**
   * @param {Connection} connection
   * @param {number} address
   * @param {string} source
   */
  constructor(connection, address, source) {
    const { isReader, isReadonly, named, parameters } = readStatement(connection.memory, address);
    this.connection = connection;
    /** Address of the statement in the guest, 0 after it was finalized. */
    this.address = address;
    this.source = source;
    this.reader = isReader;
    this.readonly = isReadonly;
    /** How many parameters the statement has. */
    this.parameters = parameters;
    /** How many of them have a name. */
    this.named = named;

    /** Whether bind() has bound the parameters for good. */
    this.bound = false;
    /** Whether the parameters are bound for the current execution only. */
    this.boundOnce = false;
    /** Whether an iterator over the rows has begun and not ended. */
    this.locked = false;
    /** @type {Mode} */
    this.mode = 'flat';
    this.safeIntegers = connection.safeIntegers;
    /** How the guest packs the rows. */
    this.rowsFlags = 0;
    /** @type {Decoder | undefined} What decodes all further rows. */
    this.decoder = undefined;
    /** @type {RowShape | undefined} */
    this.shape = undefined;
    /** Whether rows of the statement were decoded. */
    this.hasDecoded = false;
    /** @type {ParameterNames | undefined} */
    this.parameterList = undefined;
    this.updateFlags();
  }

  /** Throws unless the statement can be executed now. */
  requireExecutable() {
    const { connection } = this;
    connection.requireOpen();
    connection.requireNotExecuting();
    this.requireUnlocked();
  }

  requireUnlocked() {
    if (this.locked) throw this.lockedError();
  }

  lockedError() {
    return new TypeError(`This statement ${this.address === 0 ? 'has been disposed of' : 'is busy executing a query'}`);
  }

  /** Resets the statement, which drops its remaining rows. Returns the result code of the execution. */
  reset() {
    const { connection } = this;
    connection.enter();
    const code = connection.guest.stmt_reset(this.address);
    connection.leave();
    return code;
  }

  /** Finalizes the statement, unless closing the connection has done so. The statement stays locked. */
  finalize() {
    const { address, connection } = this;
    this.address = 0;
    this.locked = true;
    if (address === 0 || !connection.open) return;
    // A statement that an iterator left behind commits its transaction now.
    connection.enter();
    connection.guest.stmt_finalize(address);
    connection.leave();
  }

  isBusy() {
    return this.locked && this.address !== 0 && this.connection.open;
  }

  updateFlags() {
    this.rowsFlags = rowsFlags(this.safeIntegers, this.mode === 'pluck');
  }

  /** @param {Mode} mode */
  setMode(mode) {
    this.mode = mode;
    this.dropDecoder();
    this.updateFlags();
  }

  /** @param {boolean} on */
  setSafeIntegers(on) {
    this.safeIntegers = on;
    this.updateFlags();
  }

  /**
   * Returns the decoder for the rows of the statement in its current mode.
   * @param {number} columns how many columns the packed rows have
   * @param {number} rows how many rows it is to decode
   */
  rowDecoder(columns, rows) {
    if (this.decoder !== undefined) return this.decoder;
    const shape = this.shape ?? rowShape(this.shapeOf(columns));
    const decoder = shape.decoderFor(rows);
    // Many statements are executed once: what they keep is in memory until they are collected.
    if (this.hasDecoded) {
      this.shape = shape;
      if (shape.isSettled()) this.decoder = decoder;
    }
    this.hasDecoded = true;
    return decoder;
  }

  /** Returns the shape of the rows in the statement's mode. @param {number} columns @returns {Shape} */
  shapeOf(columns) {
    switch (this.mode) {
      case 'pluck':
        return null;
      case 'raw':
        return columns;
      case 'expand':
        return { tables: this.columnTables(columns), names: this.columnNames(columns) };
      default:
        return this.columnNames(columns);
    }
  }

  /**
   * Drops the cached decoder if SQLite recompiled the statement. To be called before packed rows are decoded.
   * @param {number} state of the statement
   */
  checkDecoder(state) {
    if (isRecompiled(state)) this.dropDecoder();
  }

  dropDecoder() {
    this.decoder = undefined;
    this.shape = undefined;
  }

  /** Returns the names of the result's columns. @param {number} columns */
  columnNames(columns) {
    return Array.from({ length: columns }, (_, column) => columnName(this, column) ?? '');
  }

  /** Returns the tables that the result's columns come from, null for expressions. @param {number} columns */
  columnTables(columns) {
    return Array.from({ length: columns }, (_, column) => columnTable(this, column));
  }

  /** @returns {ParameterNames} */
  parameterNames() {
    this.parameterList ??= this.readParameterNames();
    return this.parameterList;
  }

  /** @returns {ParameterNames} */
  readParameterNames() {
    const names = [];
    const named = [];
    for (let index = 0; this.named > 0 && index < this.parameters; index += 1) {
      const name = parameterName(this, index)?.slice(1);
      names.push(name);
      if (name !== undefined) named.push({ name, index });
    }
    return { names, named };
  }
}

exports.Prepared = Prepared;
