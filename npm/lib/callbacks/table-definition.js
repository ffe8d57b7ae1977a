'use strict';

// Reads the definition of a virtual table, checked in better-sqlite3's order. Only own properties count.

const { MAX_PARAMETERS } = require('../guest/table-record');
const { Array, Object, Set } = require('../intrinsics');
const { requireLength } = require('./register');

/**
 * @typedef {object} TableDefinition
 * @property {Function} rows the generator
 * @property {string[]} columns
 * @property {string[]} parameters
 * @property {boolean | undefined} safeIntegers
 * @property {boolean} directOnly
 */

const GENERATOR_FUNCTION = Object.getPrototypeOf(function* generator() {});

/** Reads and checks one definition. */
class DefinitionReader {
  /**
   * @param {object} definition
   * @param {string} subject how an error begins
   */
  constructor(definition, subject) {
    this.definition = /** @type {Record<string, unknown>} */ (definition);
    this.subject = subject;
  }

  /** @param {string} key */
  has(key) {
    return Object.hasOwn(this.definition, key);
  }

  /** @param {string} problem */
  error(problem) {
    return new TypeError(`${this.subject} a table definition ${problem}`);
  }

  /** @param {string} key */
  require(key) {
    if (!this.has(key)) throw this.error(`without a "${key}" property`);
  }

  rows() {
    const { rows } = this.definition;
    if (typeof rows === 'function' && Object.getPrototypeOf(rows) === GENERATOR_FUNCTION) return rows;
    throw this.error('with an invalid "rows" property (should be a generator function)');
  }

  /** @param {string} key @returns {string[]} */
  names(key) {
    const value = this.definition[key];
    const names = Array.isArray(value) ? [...value] : [undefined];
    for (const name of names) {
      if (typeof name === 'string') continue;
      throw this.error(`with an invalid "${key}" property (should be an array of strings)`);
    }
    return names;
  }

  /** @param {string[]} names @param {string} what */
  requireDistinct(names, what) {
    if (new Set(names).size !== names.length) throw this.error(`with duplicate ${what} names`);
  }

  columns() {
    const columns = this.names('columns');
    this.requireDistinct(columns, 'column');
    if (columns.length === 0) throw new RangeError(`${this.subject} a table definition with zero columns`);
    return columns;
  }

  /** @param {Function} rows @param {string[]} columns */
  parameters(rows, columns) {
    const parameters = this.has('parameters')
      ? this.names('parameters')
      : Array.from({ length: requireLength(rows) }, (_, index) => `$${index + 1}`);
    this.requireDistinct(parameters, 'parameter');
    if (parameters.length > MAX_PARAMETERS) {
      throw new RangeError(
        `${this.subject} a table definition with more than the maximum number of ${MAX_PARAMETERS} parameters`,
      );
    }
    const both = parameters.find((name) => columns.includes(name));
    if (both !== undefined) {
      throw this.error(`with column "${both}" which was ambiguously defined as both a column and parameter`);
    }
    return parameters;
  }

  /** @param {string} key @returns {boolean | undefined} */
  flag(key) {
    if (!this.has(key)) return undefined;
    const value = this.definition[key];
    if (typeof value === 'boolean') return value;
    throw this.error(`with an invalid "${key}" property (should be a boolean)`);
  }

  /** @returns {TableDefinition} */
  read() {
    this.require('rows');
    this.require('columns');
    const rows = this.rows();
    const columns = this.columns();
    const parameters = this.parameters(rows, columns);
    const safeIntegers = this.flag('safeIntegers');
    const directOnly = this.flag('directOnly') ?? false;
    return { rows, columns, parameters, safeIntegers, directOnly };
  }
}

/**
 * Reads and checks the definition of a table.
 * @param {object} definition
 * @param {string} subject how an error begins
 */
function readTableDefinition(definition, subject) {
  return new DefinitionReader(definition, subject).read();
}

/** @param {string} name */
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/**
 * Returns the CREATE TABLE statement of a table: its parameters are hidden columns, which come first.
 * @param {TableDefinition} definition
 */
function tableSchema({ columns, parameters }) {
  const all = [...parameters.map((name) => `${quoted(name)} HIDDEN`), ...columns.map(quoted)];
  return `CREATE TABLE x(${all.join(', ')});`;
}

module.exports = { readTableDefinition, tableSchema };
