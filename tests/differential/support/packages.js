'use strict';

// Both packages in one process. Neither has a fallback: comparing a package with itself would prove nothing.

const assert = require('node:assert/strict');
const path = require('node:path');

const root = path.join(__dirname, '..', '..', '..');

const reference = require(path.join(root, 'node_modules', 'better-sqlite3'));
const tested = require(path.resolve(process.env.ANYSQLITE_PACKAGE || path.join(root, 'npm')));

assert.equal(reference.anysqlite, undefined, 'the reference is native');
assert.notEqual(tested.anysqlite, undefined, 'the tested package is this one');

module.exports = { reference, tested };
