'use strict';

// Descriptions of values: two are equal only if the values are equal to the last bit.

const util = require('node:util');

/** The depth to which arrays and objects are described; results are far flatter. */
const MAX_DEPTH = 8;

/** @param {Buffer} buffer */
function describeBuffer(buffer) {
  const memory = buffer.byteOffset === 0 && buffer.buffer.byteLength === buffer.length ? 'own' : 'shared';
  return `Buffer ${memory} ${buffer.toString('hex')}`;
}

/** @param {object} value @param {number} depth */
function describeProperties(value, depth) {
  const pairs = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${describe(each, depth + 1)}`);
  return `{ ${pairs.join(', ')} }`;
}

/** @param {object} value @param {number} depth */
function describeObject(value, depth) {
  if (depth > MAX_DEPTH) return '…';
  if (Buffer.isBuffer(value)) return describeBuffer(value);
  if (Array.isArray(value)) return `[${value.map((each) => describe(each, depth + 1)).join(', ')}]`;
  if (util.types.isNativeError(value)) return describeError(value);
  const prototype = Object.getPrototypeOf(value);
  const name = prototype === Object.prototype ? '' : `${prototype?.constructor.name} `;
  return name === 'Database ' && depth > 0 ? 'Database' : name + describeProperties(value, depth);
}

/** @param {unknown} value @param {number} [depth] @returns {string} */
function describe(value, depth = 0) {
  switch (typeof value) {
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint': return `${value}n`;
    case 'string': return JSON.stringify(value);
    case 'function': return `function ${value.name} ${value.length}`;
    case 'object': return value === null ? 'null' : describeObject(value, depth);
    default: return String(value);
  }
}

/** @param {any} error */
function describeError(error) {
  return `${error.constructor.name} ${Object.keys(error)} ${error.code} ${JSON.stringify(error.message)}`;
}

/** Describes a thrown value, which may be of any type. @param {unknown} thrown */
const describeThrown = (thrown) => `thrown ${describe(thrown)}`;

module.exports = { describe, describeThrown };
