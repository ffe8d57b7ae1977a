'use strict';

// Math functions: the last bits depend on the platform's C library (docs/COMPAT.md), all other bits equal native's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { reference, tested } = require('./support/both-packages');

/** By name: the number of arguments, and the greatest difference of the results in units in the last place (ulp). */
const FUNCTIONS = {
  sin: [1, 1], cos: [1, 1], tan: [1, 1], asin: [1, 1], acos: [1, 1], atan: [1, 1], sinh: [1, 2], cosh: [1, 2],
  tanh: [1, 2], asinh: [1, 2], acosh: [1, 2],
  atanh: [1, 2], exp: [1, 1], ln: [1, 1], log: [2, 4], log10: [1, 2], log2: [1, 2], atan2: [2, 1], pow: [2, 1],
  sqrt: [1, 0], degrees: [1, 0], radians: [1, 0],
  ceil: [1, 0], floor: [1, 0], trunc: [1, 0], mod: [2, 0], sign: [1, 0], abs: [1, 0],
};

const SPECIAL = [
  0, -0, 1, -1, 0.5, -0.5, 2, 10, Infinity, -Infinity, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308,
  709.8, -745.2, 1e22, Math.PI, 2 ** 53,
];

const SCALES = [1, 10, 1000, 1e10, 1e-5, 1e-300, 1e300];

const CALLS = 3000;

const view = new DataView(new ArrayBuffer(8));

/** Returns the ordinal of a number among all doubles: that of the next one is greater by one. @param {number} number */
function ordinal(number) {
  view.setFloat64(0, number);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** Returns the distance in ulp. @param {unknown} one @param {unknown} two */
function distance(one, two) {
  if (Object.is(one, two)) return 0;
  if (typeof one !== 'number' || typeof two !== 'number') return Infinity;
  return Math.abs(Number(ordinal(one) - ordinal(two)));
}

/** @param {Random} random */
function argument(random) {
  if (random.chance(0.2)) return random.pick(SPECIAL);
  return (random.uint32() / 2 ** 31 - 1) * random.pick(SCALES) * (random.chance(0.5) ? 1 : random.uint32() / 2 ** 32);
}

const databases = [new reference(':memory:'), new tested(':memory:')];

for (const [name, [count, maxDistance]] of Object.entries(FUNCTIONS)) {
  test(`${name}() differs from native's by at most ${maxDistance} ulp`, (t) => {
    const random = new Random(1);
    const sql = `select ${name}(${Array(count).fill('?').join()})`;
    const [native, here] = databases.map((db) => db.prepare(sql).pluck());
    let different = 0;
    for (let i = 0; i < CALLS; i += 1) {
      const values = Array.from({ length: count }, () => argument(random));
      const [expected, found] = [native.get(values), here.get(values)];
      if (!Object.is(expected, found)) different += 1;
      assert.ok(distance(expected, found) <= maxDistance, `${name}(${values}) is ${found}, native's is ${expected}`);
    }
    t.diagnostic(`${different} of ${CALLS} results differ`);
  });
}
