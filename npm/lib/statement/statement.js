'use strict';

const { Compiled } = require('./prepared');

/** @import { DatabaseObject } from '../connection-of' */

/** Known to this file only, so that nobody else can construct. */
const PRIVILEGE = Symbol();

/** @type {(statement: unknown) => Compiled} */
let compiledOf;

/** A prepared statement. */
class Statement {
  /** @type {Compiled} */
  #compiled;

  /** @param {unknown[]} given */
  constructor(...given) {
    const [privilege, compiled, database] = given;
    if (privilege !== PRIVILEGE || !(compiled instanceof Compiled)) {
      throw new TypeError('Statements can only be constructed by the db.prepare() method');
    }
    this.#compiled = compiled;
    Object.defineProperties(this, {
      reader: { value: compiled.reader, enumerable: true },
      readonly: { value: compiled.readonly, enumerable: true },
      source: { value: compiled.source, enumerable: true },
      database: { value: database, enumerable: true },
      busy: BUSY,
    });
  }

  static {
    compiledOf = (statement) => {
      try {
        return /** @type {Statement} */ (statement).#compiled;
      } catch {
        throw new TypeError('Illegal invocation');
      }
    };
  }
}

const BUSY = {
  /** @this {unknown} */
  get() {
    return compiledOf(this).isBusy();
  },
  enumerable: true,
};

/**
 * Makes the object that the application sees.
 * @param {Compiled} compiled
 * @param {DatabaseObject} database
 */
function createStatement(compiled, database) {
  return new Statement(PRIVILEGE, compiled, database);
}

exports.Statement = Statement;
exports.compiledOf = compiledOf;
exports.createStatement = createStatement;
