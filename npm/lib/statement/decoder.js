'use strict';

// Chooses what decodes packed rows: a function generated for the statement's columns where that is possible, else
// loops.

const { fewExpandDecoder, fewFlatDecoder } = require('../guest/few-rows-decoder');
const { generateDecoder } = require('../guest/generated-decoder');
const { expandDecoder, flatDecoder, pluckDecoder, rawDecoder } = require('../guest/loop-decoder');
const { LITTLE_ENDIAN } = require('../host/byte-order');
const { JSON, Map } = require('../intrinsics');

/** @import { Decoder } from '../guest/decoder-contract' */
/** @import { Shape } from '../guest/generated-decoder' */
/** @import { Prepared } from './prepared' */

/** With more columns, a generated function would be too large to be optimized. */
const MAX_COLUMNS = 128;

/** How many generated decoders are kept for other statements with the same columns: those used last. */
const MAX_KEPT = 256;

/** A statement that has returned more rows is worth a decoder that is fast and kept. */
const FEW_ROWS = 2;

/** @type {Map<string, Decoder>} The decoder that was used last is the last. */
const generated = new Map();

/** False where indexing typed arrays is wrong, or once the application has turned out to forbid code generation. */
let mayGenerate = LITTLE_ENDIAN;

/** @param {Shape} shape */
function generate(shape) {
  try {
    return generateDecoder(shape);
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    mayGenerate = false;
    return undefined;
  }
}

/**
 * Returns the decoder that is kept for a shape.
 * @param {string} key
 */
function keptDecoder(key) {
  const decoder = generated.get(key);
  if (decoder === undefined) return undefined;
  generated.delete(key);
  generated.set(key, decoder);
  return decoder;
}

/**
 * Keeps a decoder, and drops the one that was not used for longest if there are too many.
 * @param {string} key
 * @param {Decoder} decoder
 */
function keep(key, decoder) {
  if (generated.size >= MAX_KEPT) generated.delete(/** @type {string} */ (generated.keys().next().value));
  generated.set(key, decoder);
}

/**
 * Returns a generated decoder, undefined where code generation is not possible.
 * @param {Shape} shape
 */
function generatedDecoder(shape) {
  const key = JSON.stringify(shape);
  const kept = keptDecoder(key);
  if (kept !== undefined || !mayGenerate) return kept;
  const decoder = generate(shape);
  if (decoder !== undefined) keep(key, decoder);
  return decoder;
}

/** @param {string[]} names */
const canBeLiteral = (names) => names.length > 0 && names.length <= MAX_COLUMNS && !names.includes('__proto__');

/** @param {string[]} names empty for a pragma that returns rows without columns */
function flat(names) {
  return (canBeLiteral(names) ? generatedDecoder(names) : undefined) ?? flatDecoder(names);
}

/** @param {number} columns */
function raw(columns) {
  return (columns <= MAX_COLUMNS ? generatedDecoder(columns) : undefined) ?? rawDecoder(columns);
}

/**
 * Returns the decoder for the rows of a statement in its current mode.
 * @param {Prepared} statement
 * @param {number} columns how many columns the packed rows have
 * @returns {Decoder}
 */
function createDecoder(statement, columns) {
  switch (statement.mode) {
    case 'pluck':
      return generatedDecoder(null) ?? pluckDecoder;
    case 'raw':
      return raw(columns);
    case 'expand':
      return expandDecoder(statement.columnTables(columns), statement.columnNames(columns));
    default:
      return flat(statement.columnNames(columns));
  }
}

/**
 * Returns a decoder for few rows, not to be kept: many statements are executed once, and what they keep is in memory
 * until they are collected.
 * @param {Prepared} statement
 * @param {number} columns how many columns the packed rows have
 * @returns {Decoder}
 */
function createPassingDecoder(statement, columns) {
  if (statement.mode === 'expand') {
    return fewExpandDecoder(statement.columnTables(columns), statement.columnNames(columns));
  }
  if (statement.mode !== 'flat') return createDecoder(statement, columns);
  const names = statement.columnNames(columns);
  return keptDecoder(JSON.stringify(names)) ?? fewFlatDecoder(names);
}

module.exports = { FEW_ROWS, createDecoder, createPassingDecoder };
