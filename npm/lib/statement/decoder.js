'use strict';

// Rows from packed cells: by a function generated for the statement's columns where that is possible, else by loops.

const { LITTLE_ENDIAN } = require('../host/byte-order');
const { generateDecoder } = require('../guest/generated-decoder');
const { expandDecoder, flatDecoder, pluckDecoder, rawDecoder } = require('../guest/loop-decoder');

/** @import { Memory } from '../host/memory' */
/** @import { Compiled } from './prepared' */
/** @import { Shape } from '../guest/generated-decoder' */

/**
 * @typedef {object} Decoder
 * @property {(memory: Memory, at: number) => unknown} one decodes the row at an address
 * @property {(memory: Memory, at: number, count: number, rows: unknown[]) => void} many appends consecutive rows
 */

/** Beyond this many columns a generated function would be too large to be compiled well. */
const WIDEST = 128;

/** How many generated decoders are kept for other statements with the same columns. */
const KEPT = 256;

/** @type {Map<string, Decoder>} */
const generated = new Map();

/** False once the application has turned out to forbid code generation. */
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
 * Gives a generated decoder, or undefined where none can be had.
 * @param {Shape} shape
 */
function generatedDecoder(shape) {
  const key = JSON.stringify(shape);
  let decoder = generated.get(key);
  if (decoder === undefined && mayGenerate) {
    decoder = generate(shape);
    if (generated.size >= KEPT) generated.clear();
    if (decoder !== undefined) generated.set(key, decoder);
  }
  return decoder;
}

/** @param {string[]} names none where a pragma only says how often it did something */
function flat(names) {
  const canBeLiteral = names.length > 0 && names.length <= WIDEST && !names.includes('__proto__');
  return (canBeLiteral ? generatedDecoder(names) : undefined) ?? flatDecoder(names);
}

/** @param {number} columns */
function raw(columns) {
  return (columns <= WIDEST ? generatedDecoder(columns) : undefined) ?? rawDecoder(columns);
}

/**
 * Gives the decoder for a statement as its rows are wanted now.
 * @param {Compiled} statement
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
