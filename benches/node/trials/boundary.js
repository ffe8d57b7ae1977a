'use strict';

// What calls and values cost, in memory.

const { FIVE, ROWS, get, getByKey, onRows } = require('./small-table');

module.exports = [
  onRows('boundary', 'get: select 1', 1, 'SELECT 1', get),
  onRows('boundary', 'get: one row by key, in memory', 1, `${FIVE} WHERE integer = ?`, getByKey),
  onRows('boundary', 'all: 10,000 rows, per row', ROWS, FIVE, (statement) => statement.all()),
];
