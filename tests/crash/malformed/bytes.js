'use strict';

// Damage that ignores the file format.

/** @import { Random } from '../../support/random' */

/** Numbers at and next to the limits of integer types and of SQLite's formats. */
const EXTREMES = [
  0, 1, 2, 3, 4, 5, 7, 8, 10, 13, 0x7f, 0x80, 0xff, 0x100, 0x1ff, 0x200, 0xfff, 0x1000, 0x7fff, 0x8000, 0xfffe, 0xffff,
  0x10000, 0x7ffffffe, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** @param {Buffer} bytes @param {Random} random */
function flipBits(bytes, random) {
  for (let i = 1 + random.below(8); i > 0; i -= 1) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  return bytes;
}

/** @param {Buffer} bytes @param {Random} random */
function fillRun(bytes, random) {
  const start = random.below(bytes.length);
  const run = bytes.subarray(start, start + 1 + random.below(random.pick([4, 32, 600])));
  if (random.chance(0.4)) random.fill(run);
  else run.fill(random.pick([0, 0xff, 0x80, 0x7f, random.below(256)]));
  return bytes;
}

/** @param {Buffer} bytes @param {Random} random */
function moveRun(bytes, random) {
  const length = 1 + random.below(random.pick([8, 64, 600]));
  const from = random.below(bytes.length);
  bytes.copy(bytes, random.below(bytes.length), from, from + length);
  return bytes;
}

/** @param {Buffer} bytes @param {Random} random */
function setNumber(bytes, random) {
  const size = random.pick([1, 2, 4]);
  const at = random.below(Math.max(1, bytes.length - size));
  putNumber(bytes, at, size, random.pick(EXTREMES));
  return bytes;
}

/** @param {Buffer} bytes @param {Random} random */
function shorten(bytes, random) {
  return bytes.subarray(0, random.below(bytes.length));
}

/** @param {Buffer} bytes @param {Random} random */
function lengthen(bytes, random) {
  const more = Buffer.alloc(1 + random.below(9000));
  if (random.chance(0.5)) random.fill(more);
  return Buffer.concat([bytes, more]);
}

/**
 * Writes a big-endian number, truncated to `size` bytes, unless it would not fit into the buffer.
 * @param {Buffer} bytes
 * @param {number} at
 * @param {number} size
 * @param {number} value
 */
function putNumber(bytes, at, size, value) {
  if (at + size > bytes.length) return;
  const mask = 2 ** (8 * size);
  bytes.writeUIntBE(((value % mask) + mask) % mask, at, size);
}

module.exports = { EXTREMES, fillRun, flipBits, lengthen, moveRun, putNumber, setNumber, shorten };
