'use strict';

// Both packages in one process. Neither has a fallback: comparing a package with itself would prove nothing.

const assert = require('node:assert/strict');
const { PACKAGES } = require('../../support/packages');

const reference = require(PACKAGES.native);
const tested = require(PACKAGES.ours);

assert.equal(reference.anysqlite, undefined, 'the reference is native');
assert.notEqual(tested.anysqlite, undefined, 'the tested package is this one');

module.exports = { reference, tested };
