'use strict';

const { defineDispose } = require('../define-dispose');
const { defineMembers } = require('../define-members');
const { all } = require('./all');
const { bind } = require('./bind');
const { columns } = require('./columns');
const { dispose } = require('./dispose');
const { get } = require('./get');
const { iterate } = require('./iterate');
const { expand, pluck, raw, safeIntegers } = require('./modes');
const { run } = require('./run');
const { Statement, createStatement } = require('./statement');
const { toString } = require('./to-string');

// In better-sqlite3's order, and enumerable like there.
defineMembers(Statement.prototype, {
  run, get, all, iterate, bind, pluck, expand, raw, safeIntegers, columns, toString,
});
defineDispose(Statement.prototype, dispose);

module.exports = { createStatement };
