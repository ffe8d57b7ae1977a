'use strict';

const INTEGERS = [
  0n, 1n, -1n, 127n, -128n, 2n ** 31n, -(2n ** 31n) - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n),
];
const REALS = [0, -0, 0.1, 1e308, 5e-324, -1.5, 2 ** 53, Infinity, -Infinity, NaN];

/** Returns the bytes of a number, so that -0 differs from 0. @param {number} value */
function bits(value) {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return bytes.getBigUint64(0).toString(16);
}

/** 64-bit integers, reals by their bits, and dates. @param {import('../program.js').Tools} tools */
module.exports = function numbers({ Database }) {
  const db = new Database(':memory:');
  const integer = db.prepare('select ? as x').pluck().safeIntegers();
  const real = db.prepare('select ? as x').pluck();
  const unsafe = INTEGERS.map((value) => {
    try {
      return real.get(value);
    } catch (error) {
      return error.message;
    }
  });
  const result = {
    integers: INTEGERS.map((value) => String(integer.get(value))),
    unsafe,
    reals: REALS.map((value) => {
      const read = real.get(value);
      return read === null ? null : bits(read);
    }),
    printed: REALS.map((value) => db.prepare("select format('%.17g', ?)").pluck().get(value)),
    arithmetic: db.prepare('select 9223372036854775807 + 1, 7 / 2, -7 % 3, 1 << 62, pow(2, 0.5), round(2.5)').raw().get(),
    dates: db.prepare("select datetime(0, 'unixepoch', '+1 month'), julianday('2026-02-29'), unixepoch('2038-01-20')")
      .raw().get(),
  };
  db.close();
  return result;
};
