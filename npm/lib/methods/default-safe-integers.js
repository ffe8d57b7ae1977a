'use strict';

const { connectionOf } = require('../internal');
const { requireBoolean } = require('../options');

/** @import { DatabaseObject } from '../internal' */

/** @this {DatabaseObject} @param {unknown[]} given */
function defaultSafeIntegers(...given) {
  const connection = connectionOf(this);
  connection.safeIntegers = requireBoolean(given);
  return this;
}

module.exports = { defaultSafeIntegers };
