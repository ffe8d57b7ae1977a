'use strict';

const { requireBoolean } = require('../arguments');
const { connectionOf } = require('../connection-of');

/** @import { DatabaseObject } from '../connection-of' */

/** @this {DatabaseObject} @param {unknown[]} args */
function defaultSafeIntegers(...args) {
  const connection = connectionOf(this);
  connection.safeIntegers = requireBoolean(args);
  return this;
}

module.exports = { defaultSafeIntegers };
