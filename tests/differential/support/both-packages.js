'use strict';

// Both packages in one process. There is no fallback: comparing a package with itself would prove nothing.

const assert = require('node:assert/strict');
const { PACKAGES } = require('../../support/packages');

const reference = require(PACKAGES.native);
const tested = require(PACKAGES.ours);

assert.equal(reference.anysqlite, undefined, 'the reference must be native better-sqlite3');
assert.notEqual(tested.anysqlite, undefined, 'the tested package must be anysqlite');

module.exports = { reference, tested };
