'use strict';

// The shapes of rows that statements return, with what decodes them: loops at first, because many statements return few
// rows, and generating a function costs as much as decoding some hundreds of rows; then the function, where generating
// code is possible.

const { generateMany, generateOne } = require('../guest/generated-decoder');
const { expandDecoder, flatDecoder, pluckDecoder, rawDecoder } = require('../guest/loop-decoder');
const { LITTLE_ENDIAN } = require('../host/byte-order');
const { Array, JSON, Map } = require('../intrinsics');

/** @import { Decoder } from '../guest/decoder-contract' */
/** @import { PlainShape } from '../guest/generated-decoder' */

/** @typedef {{ tables: (string | null)[], names: string[] }} ExpandedShape tables are null for expressions */
/** @typedef {PlainShape | ExpandedShape} Shape */

/** With more columns, a generated function would be too large to be optimized. */
const MAX_COLUMNS = 128;

/** How many shapes are kept for other statements with the same columns: those used last. */
const MAX_KEPT = 256;

/** Up to this number of rows, generating a function costs more than it saves. */
const FEW_ROWS = 200;

/** False where indexing typed arrays is wrong, or once the application has turned out to forbid code generation. */
let mayGenerate = LITTLE_ENDIAN;

/**
 * Returns whether a function can be generated for a shape.
 * @param {Shape} shape
 * @returns {shape is PlainShape}
 */
function canBeGenerated(shape) {
  if (shape === null) return true;
  if (typeof shape === 'number') return shape <= MAX_COLUMNS;
  // A pragma may return rows without columns.
  return Array.isArray(shape) && shape.length > 0 && shape.length <= MAX_COLUMNS && !shape.includes('__proto__');
}

/**
 * @param {Shape} shape
 * @returns {Decoder}
 */
function loopDecoder(shape) {
  if (shape === null) return pluckDecoder;
  if (typeof shape === 'number') return rawDecoder(shape);
  return Array.isArray(shape) ? flatDecoder(shape) : expandDecoder(shape.tables, shape.names);
}

/**
 * Generates a function. Returns another where the application forbids generating code.
 * @template {Function} F
 * @param {(shape: PlainShape) => F} generate
 * @param {PlainShape} shape
 * @param {F} otherwise
 * @returns {F}
 */
function generatedOr(generate, shape, otherwise) {
  if (!mayGenerate) return otherwise;
  try {
    return generate(shape);
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    mayGenerate = false;
    return otherwise;
  }
}

/**
 * Returns a decoder whose functions are generated when they are first called.
 * @param {PlainShape} shape
 * @param {Decoder} loop decodes where code cannot be generated
 * @returns {Decoder}
 */
function generatedDecoder(shape, loop) {
  /** @type {Decoder} */
  const decoder = {
    one(memory, at) {
      decoder.one = generatedOr(generateOne, shape, loop.one);
      return decoder.one(memory, at);
    },
    many(memory, at, count, rows) {
      decoder.many = generatedOr(generateMany, shape, loop.many);
      decoder.many(memory, at, count, rows);
    },
  };
  return decoder;
}

/** A shape of rows. */
class RowShape {
  /** @param {Shape} shape */
  constructor(shape) {
    this.decoder = loopDecoder(shape);
    /** @type {PlainShape | undefined} Undefined if no function will be generated. */
    this.literal = canBeGenerated(shape) ? shape : undefined;
    /** How many rows loops have decoded. */
    this.rows = 0;
  }

  /**
   * Returns what decodes rows.
   * @param {number} rows how many rows it is to decode
   */
  decoderFor(rows) {
    this.rows += rows;
    if (this.rows > FEW_ROWS && this.literal !== undefined) {
      this.decoder = generatedDecoder(this.literal, this.decoder);
      this.literal = undefined;
    }
    return this.decoder;
  }

  /** Returns whether all further rows are decoded by the decoder that was returned last. */
  isSettled() {
    return this.literal === undefined;
  }
}

/** @type {Map<string, RowShape>} The shape that was used last is the last. */
const kept = new Map();

/**
 * Returns the shape that is kept for the statements of all connections.
 * @param {Shape} shape
 */
function rowShape(shape) {
  const key = JSON.stringify(shape);
  const known = kept.get(key);
  if (known !== undefined) kept.delete(key);
  else if (kept.size >= MAX_KEPT) kept.delete(/** @type {string} */ (kept.keys().next().value));
  const found = known ?? new RowShape(shape);
  kept.set(key, found);
  return found;
}

exports.RowShape = RowShape;
exports.rowShape = rowShape;
