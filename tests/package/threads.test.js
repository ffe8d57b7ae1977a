'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { installation } = require('./support/installation');

test('worker threads, some of them inline, write to one database', (t) => {
  assert.deepEqual(installation(t, 'threads').node('main.mjs'), [[0, 50], [1, 50], [2, 50], ['main', 50]]);
});
