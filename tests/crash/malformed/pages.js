'use strict';

// Damage to a database file that knows the format: https://sqlite.org/fileformat2.html

const { EXTREMES, putNumber } = require('./bytes');

/** @import { Random } from '../../support/random' */

/** Offset and size of the fields of the file's header. */
const HEADER_FIELDS = [
  [16, 2], [18, 1], [19, 1], [20, 1], [21, 1], [22, 1], [23, 1], [24, 4], [28, 4], [32, 4], [36, 4], [40, 4], [44, 4],
  [48, 4], [52, 4], [56, 4], [60, 4], [64, 4], [68, 4], [92, 4], [96, 4],
];

/** Offset and size of the fields of a B-tree page's header. */
const PAGE_FIELDS = [[0, 1], [1, 2], [3, 2], [5, 2], [7, 1], [8, 4]];

const INTERIOR = [2, 5];
const LEAVES = [10, 13];

/** The pages of a database file. */
class Pages {
  /** @param {Buffer} bytes @param {number} size @param {Random} random */
  constructor(bytes, size, random) {
    this.bytes = bytes;
    this.size = size;
    this.random = random;
    this.count = Math.max(1, Math.floor(bytes.length / size));
  }

  /** Returns a number that may pass for a page number, or for an offset or a length within a page. */
  number() {
    const { random } = this;
    if (random.chance(0.4)) return 1 + random.below(this.count + 1);
    if (random.chance(0.4)) return random.below(this.size + 8);
    return random.pick([...EXTREMES, this.size, this.size - 1, this.size - 4, this.count, this.count + 1]);
  }

  /** Returns the index of a random page, from 0. */
  any() {
    return this.random.below(this.count);
  }

  /** Returns the offset of a B-tree page header and of its page; page 1 if a few random pages are of another kind. */
  tree() {
    for (let attempts = 0; attempts < 8; attempts += 1) {
      const page = this.any();
      const at = page * this.size + (page === 0 ? 100 : 0);
      if (INTERIOR.includes(this.bytes[at]) || LEAVES.includes(this.bytes[at])) return { at, start: page * this.size };
    }
    return { at: 100, start: 0 };
  }

  /** Returns the offsets of a random cell pointer, of its cell, and of the header and the page that they are in. */
  cell() {
    const { at, start } = this.tree();
    const pointers = at + (INTERIOR.includes(this.bytes[at]) ? 12 : 8);
    const count = at + 5 <= this.bytes.length ? this.bytes.readUInt16BE(at + 3) : 0;
    const pointer = pointers + 2 * this.random.below(Math.max(1, Math.min(count, this.size)));
    const cell = pointer + 2 <= this.bytes.length ? start + this.bytes.readUInt16BE(pointer) : start;
    return { pointer, cell, at, start };
  }
}

/** @param {Pages} pages */
function headerField(pages) {
  const [at, size] = pages.random.pick(HEADER_FIELDS);
  putNumber(pages.bytes, at, size, pages.number());
}

/** @param {Pages} pages */
function pageField(pages) {
  const [offset, size] = pages.random.pick(PAGE_FIELDS);
  putNumber(pages.bytes, pages.tree().at + offset, size, pages.number());
}

/** @param {Pages} pages */
function pageType(pages) {
  pages.bytes[pages.tree().at] = pages.random.pick([...INTERIOR, ...LEAVES, 0, 1, 255]);
}

/** @param {Pages} pages */
function cellPointer(pages) {
  const { pointer, cell, start } = pages.cell();
  const near = cell - start + pages.random.below(9) - 4;
  putNumber(pages.bytes, pointer, 2, pages.random.chance(0.5) ? near : pages.number());
}

/** Damages the left child of an interior cell, or a varint at the start of a leaf cell. @param {Pages} pages */
function cellStart(pages) {
  const { cell } = pages.cell();
  if (pages.random.chance(0.5)) putNumber(pages.bytes, cell, 4, pages.number());
  else putVarint(pages, cell + pages.random.below(6));
}

/**
 * Writes a varint of nine bytes at most. In the first eight, the high bit means that another byte follows.
 * @param {Pages} pages
 * @param {number} at
 */
function putVarint(pages, at) {
  const { bytes, random } = pages;
  const length = 1 + random.below(9);
  for (let i = 0; i < length && at + i < bytes.length; i += 1) {
    const more = i < length - 1 ? 0x80 : 0;
    bytes[at + i] = more | random.pick([0, 1, 0x7f, random.below(128)]);
  }
}

/** Damages a serial type of a record. @param {Pages} pages */
function recordHeader(pages) {
  const { cell } = pages.cell();
  const at = cell + 2 + pages.random.below(8);
  if (at < pages.bytes.length) pages.bytes[at] = pages.random.pick([0, 1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0x80, 0xff]);
}

/** Writes a chain of free blocks within a page, perhaps a cyclic one. @param {Pages} pages */
function freeBlocks(pages) {
  const { at, start } = pages.tree();
  const block = 8 + pages.random.below(pages.size - 8);
  putNumber(pages.bytes, at + 1, 2, block);
  putNumber(pages.bytes, start + block, 2, pages.random.pick([0, block, block + 4, block - 4, pages.number()]));
  putNumber(pages.bytes, start + block + 2, 2, pages.random.pick([0, 3, 4, pages.size, pages.number()]));
}

/**
 * Damages the start of an overflow page or a freelist trunk page: the next page, and the numbers after it.
 * @param {Pages} pages
 */
function chain(pages) {
  const at = pages.any() * pages.size;
  putNumber(pages.bytes, at, 4, pages.number());
  if (pages.random.chance(0.5)) putNumber(pages.bytes, at + 4 + 4 * pages.random.below(8), 4, pages.number());
}

/** Damages what may be the first overflow page number at the end of a cell, without parsing it. @param {Pages} pages */
function overflowStart(pages) {
  const { cell } = pages.cell();
  putNumber(pages.bytes, cell + pages.random.below(Math.max(4, pages.size >> 2)), 4, pages.number());
}

/** Damages an entry of the first pointer map page: a type and a parent. @param {Pages} pages */
function pointerMap(pages) {
  const at = pages.size + 5 * pages.random.below(Math.floor(pages.size / 5));
  putNumber(pages.bytes, at, 1, pages.random.pick([0, 1, 2, 3, 4, 5, 6, 255]));
  if (pages.random.chance(0.7)) putNumber(pages.bytes, at + 1, 4, pages.number());
}

/** @param {Pages} pages */
function swapPages({ bytes, size, random, count }) {
  const [one, two] = [1 + random.below(count), 1 + random.below(count)].map((page) => (page % count) * size);
  const saved = Buffer.from(bytes.subarray(one, one + size));
  bytes.copy(bytes, one, two, two + size);
  saved.copy(bytes, two);
}

/** @param {Pages} pages */
function copyPage(pages) {
  const from = pages.any() * pages.size;
  pages.bytes.copy(pages.bytes, pages.any() * pages.size, from, from + pages.size);
}

/** Damages a character of the schema, which is near the end of the first page. @param {Pages} pages */
function schemaText(pages) {
  const letters = ' (),"\'abcdtuvx01;-.\0\xff';
  const at = 100 + pages.random.below(Math.max(1, pages.size - 100));
  if (at < pages.bytes.length) pages.bytes[at] = letters.charCodeAt(pages.random.below(letters.length));
}

const DAMAGES = [
  headerField, pageField, pageField, pageType, cellPointer, cellPointer, cellStart, cellStart, recordHeader, freeBlocks,
  chain, chain, overflowStart, pointerMap, swapPages, copyPage, schemaText,
];

/**
 * Damages the pages of a database.
 * @param {Buffer} bytes changed in place
 * @param {number} pageSize
 * @param {Random} random
 */
function damagePages(bytes, pageSize, random) {
  if (bytes.length > 0) random.pick(DAMAGES)(new Pages(bytes, pageSize, random));
  return bytes;
}

module.exports = { damagePages };
