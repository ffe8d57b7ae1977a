'use strict';

const { connectionOf } = require('../connection-of');
const { requireBoolean } = require('../arguments');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown[]} given */
function defaultSafeIntegers(...given) {
  const connection = connectionOf(this);
  connection.safeIntegers = requireBoolean(given);
  return this;
}

module.exports = { defaultSafeIntegers };
