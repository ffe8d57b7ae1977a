'use strict';

// C's mathematics: the last bits depend on the platform (docs/COMPAT.md), all else has to be the same.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { reference, tested } = require('./support/both-packages');

/** By name: how many arguments, and by how many units of the last place the results may differ. */
const FUNCTIONS = {
  sin: [1, 1], cos: [1, 1], tan: [1, 1], asin: [1, 1], acos: [1, 1], atan: [1, 1], sinh: [1, 2], cosh: [1, 2], tanh: [1, 2], asinh: [1, 2], acosh: [1, 2],
  atanh: [1, 2], exp: [1, 1], ln: [1, 1], log: [2, 4], log10: [1, 2], log2: [1, 2], atan2: [2, 1], pow: [2, 1], sqrt: [1, 0], degrees: [1, 0], radians: [1, 0],
  ceil: [1, 0], floor: [1, 0], trunc: [1, 0], mod: [2, 0], sign: [1, 0], abs: [1, 0],
};

const SPECIAL = [0, -0, 1, -1, 0.5, -0.5, 2, 10, Infinity, -Infinity, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 709.8, -745.2, 1e22, Math.PI, 2 ** 53];

const SCALES = [1, 10, 1000, 1e10, 1e-5, 1e-300, 1e300];

const CALLS = 3000;

const view = new DataView(new ArrayBuffer(8));

/** The place of a number among all, so that neighbours differ by one. @param {number} number */
function place(number) {
  view.setFloat64(0, number);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** @param {unknown} one @param {unknown} two */
function distance(one, two) {
  if (Object.is(one, two)) return 0;
  if (typeof one !== 'number' || typeof two !== 'number') return Infinity;
  return Math.abs(Number(place(one) - place(two)));
}

/** @param {Random} random */
function argument(random) {
  if (random.chance(0.2)) return random.pick(SPECIAL);
  return (random.uint32() / 2 ** 31 - 1) * random.pick(SCALES) * (random.chance(0.5) ? 1 : random.uint32() / 2 ** 32);
}

const databases = [new reference(':memory:'), new tested(':memory:')];

for (const [name, [count, most]] of Object.entries(FUNCTIONS)) {
  test(`${name} differs by at most ${most}`, (t) => {
    const random = new Random(1);
    const [native, here] = databases.map((db) => db.prepare(`select ${name}(${Array(count).fill('?').join()})`).pluck());
    let different = 0;
    for (let i = 0; i < CALLS; i += 1) {
      const given = Array.from({ length: count }, () => argument(random));
      const [expected, found] = [native.get(given), here.get(given)];
      if (!Object.is(expected, found)) different += 1;
      assert.ok(distance(expected, found) <= most, `${name}(${given}) is ${found}, native ${expected}`);
    }
    t.diagnostic(`${different} of ${CALLS} differ`);
  });
}
