'use strict';

// Chooses what decodes packed rows: a function generated for the statement's columns where that is possible, else
// loops.

const { generateDecoder } = require('../guest/generated-decoder');
const { expandDecoder, flatDecoder, pluckDecoder, rawDecoder } = require('../guest/loop-decoder');
const { LITTLE_ENDIAN } = require('../host/byte-order');
const { JSON, Map } = require('../intrinsics');

/** @import { Decoder } from '../guest/decoder-contract' */
/** @import { Shape } from '../guest/generated-decoder' */
/** @import { Prepared } from './prepared' */

/** With more columns, a generated function would be too large to be optimized. */
const MAX_COLUMNS = 128;

/** How many generated decoders are kept for other statements with the same columns. */
const MAX_KEPT = 256;

/** @type {Map<string, Decoder>} */
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
 * Returns a generated decoder, undefined where code generation is not possible.
 * @param {Shape} shape
 */
function generatedDecoder(shape) {
  const key = JSON.stringify(shape);
  let decoder = generated.get(key);
  if (decoder === undefined && mayGenerate) {
    decoder = generate(shape);
    if (generated.size >= MAX_KEPT) generated.clear();
    if (decoder !== undefined) generated.set(key, decoder);
  }
  return decoder;
}

/** @param {string[]} names empty for a pragma that returns rows without columns */
function flat(names) {
  const canBeLiteral = names.length > 0 && names.length <= MAX_COLUMNS && !names.includes('__proto__');
  return (canBeLiteral ? generatedDecoder(names) : undefined) ?? flatDecoder(names);
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

module.exports = { createDecoder };
