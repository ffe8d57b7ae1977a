'use strict';

// Math functions: the last bits depend on the platform's C library (docs/COMPAT.md), all other bits equal native's.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Random } = require('../support/random');
const { reference, tested } = require('./support/both-packages');

/** The greatest difference of the results in units in the last place (ulp), by name and parameters. */
const FUNCTIONS = {
  'sin(?)': 1, 'cos(?)': 1, 'tan(?)': 1, 'asin(?)': 1, 'acos(?)': 1, 'atan(?)': 1, 'atan2(?, ?)': 1,
  'sinh(?)': 2, 'cosh(?)': 2, 'tanh(?)': 2, 'asinh(?)': 2, 'acosh(?)': 2, 'atanh(?)': 2,
  'exp(?)': 1, 'ln(?)': 1, 'log(?)': 2, 'log(?, ?)': 4, 'log10(?)': 2, 'log2(?)': 2, 'pow(?, ?)': 1,
  'sqrt(?)': 0, 'degrees(?)': 0, 'radians(?)': 0,
  'ceil(?)': 0, 'floor(?)': 0, 'trunc(?)': 0, 'mod(?, ?)': 0, 'sign(?)': 0, 'abs(?)': 0,
};

const SPECIAL = [
  0, -0, 1, -1, 0.5, -0.5, 2, 10, Infinity, -Infinity, 5e-324, -5e-324, 1.7976931348623157e308, -1.7976931348623157e308,
  709.8, -745.2, 1e22, Math.PI, 2 ** 53,
];

const SCALES = [1, 10, 1000, 1e10, 1e-5, 1e-300, 1e300];

const CALLS = 3000;

/** The share of results that must be numbers: outside of its domain a function yields NULL. */
const MIN_NUMBERS = 0.1;

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

for (const [call, maxDistance] of Object.entries(FUNCTIONS)) {
  test(`${call} differs from native's by at most ${maxDistance} ulp`, (t) => {
    const random = new Random(1);
    const count = call.split('?').length - 1;
    const [native, here] = databases.map((db) => db.prepare(`select ${call}`).pluck());
    let different = 0;
    let numbers = 0;
    for (let i = 0; i < CALLS; i += 1) {
      const values = Array.from({ length: count }, () => argument(random));
      const [expected, found] = [native.get(values), here.get(values)];
      if (!Object.is(expected, found)) different += 1;
      if (typeof expected === 'number') numbers += 1;
      assert.ok(distance(expected, found) <= maxDistance, `${call} of ${values} is ${found}, native's is ${expected}`);
    }
    t.diagnostic(`${different} of ${CALLS} results differ, ${numbers} are numbers`);
    assert.ok(numbers > CALLS * MIN_NUMBERS);
  });
}
