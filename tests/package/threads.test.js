'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { installation } = require('./support/installation');

test('worker threads that load both entries write to one database at the same time', (t) => {
  assert.deepEqual(installation(t, 'threads').node('main.mjs'), [[0, 50], [1, 50], [2, 50], ['main', 50]]);
});
