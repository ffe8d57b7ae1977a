'use strict';

// The distance of floats in vectors whose length is a multiple of 16 is a sum in eight parts, as in sqlite-vec's code
// for AVX; native binaries for Linux on x64 add one after the other. Both round each addition.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { openAll } = require('./support/sides');
const { blobOfFloats } = require('./support/vectors');

const DIMENSIONS = [16, 32, 128, 384, 768, 1024, 1536];
const CASES = 300;

/** The greatest relative error of one addition of floats. */
const ROUNDING = 2 ** -24;

/** Up to 16 floats both ways are as exact; beyond, eight sums are more so. */
const MARGIN = 1.05;

const { fround, sqrt } = Math;

/** Returns the distance as eight sums. @param {Float32Array} left @param {Float32Array} right */
function inEightParts(left, right) {
  const sums = new Float32Array(8);
  for (let i = 0; i < left.length; i += 1) {
    const difference = fround(left[i] - right[i]);
    sums[i % 8] += fround(difference * difference);
  }
  return fround(sqrt(sums.reduce((sum, part) => fround(sum + part))));
}

/** Returns the distance without rounding to floats. @param {Float32Array} left @param {Float32Array} right */
function precise(left, right) {
  return sqrt(left.reduce((sum, number, i) => sum + (number - right[i]) ** 2, 0));
}

for (const dimensions of DIMENSIONS) {
  test(`the distance of ${dimensions} floats is that of eight sums, and near native's`, (t) => {
    const all = openAll(t);
    const [native, plain, simd] = [all.native, all.plain, all.simd]
      .map((db) => db.prepare('select vec_distance_l2(?, ?)').pluck());
    const random = new Random(dimensions);
    const errors = { ours: 0, native: 0 };
    for (let i = 0; i < CASES; i += 1) {
      const numbers = () => Float32Array.from({ length: dimensions }, () => random.fraction() * 2 - 1);
      const [left, right] = [numbers(), numbers()];
      const values = [left, right].map(blobOfFloats);
      const [expected, found] = [native.get(values), plain.get(values)];
      assert.equal(found, inEightParts(left, right));
      assert.equal(simd.get(values), found);
      const exact = precise(left, right);
      errors.ours += Math.abs(found - exact) / exact;
      errors.native += Math.abs(expected - exact) / exact;
      assert.ok(Math.abs(found - expected) <= dimensions * ROUNDING * exact);
    }
    t.diagnostic(`mean relative error: ${errors.ours / CASES}, native's ${errors.native / CASES}`);
    assert.ok(errors.ours <= errors.native * MARGIN);
  });
}
