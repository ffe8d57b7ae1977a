'use strict';

const { csv } = require('./csv');
const { json } = require('./json');
const { table } = require('./table');

/** @import { Mode } from '../arguments' */
/** @import { Formatter } from './contract' */

/** @type {Record<Mode, Formatter>} */
const formatters = { csv, json, table };

module.exports = { formatters };
