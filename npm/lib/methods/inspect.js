'use strict';

const { Object } = require('../intrinsics');

/** @import { DatabaseObject } from '../connection-of' */

// util.inspect() shows the name of an object's constructor, and values of properties that are no getters.
const Plain = class Database {};

/** @this {DatabaseObject} @param {unknown} _depth @param {unknown} _options */
function inspect(_depth, _options) {
  return Object.assign(new Plain(), this);
}

module.exports = { inspect };
