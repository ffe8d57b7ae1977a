'use strict';

// What the guest learns about a virtual table that it connects: an array of values (`VTAB_*`).

const {
  VALUE_BYTES, VTAB_DIRECT_ONLY, VTAB_MAX_PARAMETERS, VTAB_NAMES, VTAB_PARAMETERS, VTAB_SAFE_INTEGERS, VTAB_SCHEMA,
} = require('../generated/abi');

/** @import { ResultArea } from './result-area' */

/**
 * Writes the description of a table.
 * @param {ResultArea} area
 * @param {number} address of the first value
 * @param {{ schema: string, directOnly: boolean, safeIntegers: boolean, parameters: string[] }} table
 */
function writeTable(area, address, { schema, directOnly, safeIntegers, parameters }) {
  /** @param {number} value */
  const at = (value) => address + value * VALUE_BYTES;
  const { writer } = area;
  area.begin();
  writer.write(at(VTAB_SCHEMA), schema);
  writer.writeInt32(at(VTAB_DIRECT_ONLY), directOnly ? 1 : 0);
  writer.writeInt32(at(VTAB_SAFE_INTEGERS), safeIntegers ? 1 : 0);
  writer.writeInt32(at(VTAB_PARAMETERS), parameters.length);
  parameters.forEach((name, index) => writer.write(at(VTAB_NAMES + index), name));
}

module.exports = { MAX_PARAMETERS: VTAB_MAX_PARAMETERS, writeTable };
