'use strict';

const assert = require('node:assert/strict');
const { outcome } = require('../../support/outcome');

/**
 * Returns a value in which every NaN of a blob of floats has the same bits: WebAssembly leaves the sign to the CPU.
 * @param {unknown} value
 */
function withoutNaNs(value) {
  if (!Buffer.isBuffer(value)) return value;
  const copy = Buffer.from(value);
  for (let at = 0; at + 4 <= copy.length; at += 4) {
    if (Number.isNaN(copy.readFloatLE(at))) copy.writeUInt32LE(0x7fc00000, at);
  }
  return copy;
}

/** @param {unknown} result rows, or the result of run(), or an error */
const comparable = (result) => (Array.isArray(result)
  ? result.map((row) => (Array.isArray(row) ? row.map(withoutNaNs) : row))
  : result);

/**
 * Executes a statement. Returns its rows, its changes, or its error.
 * @param {any} db
 * @param {string} sql
 * @param {unknown[]} values
 */
const execute = (db, sql, values) => outcome(() => {
  const statement = db.prepare(sql);
  return comparable(statement.reader ? statement.raw().safeIntegers().all(values) : statement.run(values));
});

/**
 * Executes a statement on every side, and fails unless the results are native's.
 * @param {Record<import('./sides').Side, any>} all
 * @param {string} sql
 * @param {unknown[]} values
 */
function compare({ native, plain, simd }, sql, values) {
  const expected = execute(native, sql, values);
  const about = () => `${sql} with ${values.map((value) => (Buffer.isBuffer(value)
    ? `X'${value.toString('hex')}'` : JSON.stringify(value))).join(', ')}`;
  for (const [name, db] of Object.entries({ plain, simd })) {
    const found = execute(db, sql, values);
    try {
      assert.deepEqual(found, expected);
    } catch (error) {
      throw new Error(`${name}: ${about()}`, { cause: error });
    }
  }
  return expected;
}

module.exports = { compare };
