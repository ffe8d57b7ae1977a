'use strict';

// Performs the same operations on both packages, and compares the outcomes.

const { explain } = require('./explained');
const { differInLayout } = require('./layout');
const { Side } = require('./side');
const packages = require('./both-packages');

/** @typedef {{ failed: boolean, value: any, seen: string }} Outcome */

/** The different outcomes of one operation on native better-sqlite3 and on this package. */
class Difference {
  /** @param {string} source @param {string} reference @param {string} tested */
  constructor(source, reference, tested) {
    this.source = source;
    this.reference = reference;
    this.tested = tested;
  }
}

/** The number of characters shown before and after the first difference of two texts. */
const CONTEXT = 300;

/** @param {string} text @param {number} index */
function around(text, index) {
  const start = Math.max(0, index - CONTEXT);
  const end = index + CONTEXT;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

/** @param {string} source @param {string} reference @param {string} tested */
function differenceOf(source, reference, tested) {
  if (reference === tested) return undefined;
  let index = 0;
  while (reference[index] === tested[index]) index += 1;
  return new Difference(source, around(reference, index), around(tested, index));
}

/**
 * Compiles an operation: one JavaScript expression, in which `s` is the side's slots.
 * @param {string} source
 */
const compile = (source) => /** @type {(slots: object) => unknown} */ (new Function('s', `return ${source}`));

/** @typedef {{ name: string, bytes: Buffer }[]} Files */

/** Describes databases byte by byte: the same SQLite must write the same pages. @param {Files} files */
const describeFiles = (files) => files.map(({ name, bytes }) => `${name} ${bytes.toString('hex')}`).join('\n');

/**
 * Returns whether the other side's file of this name differs only in its layout.
 * @param {Files[0]} file
 * @param {Files} others
 */
function isExplained({ name, bytes }, others) {
  const other = others.find((each) => each.name === name);
  return other !== undefined && !bytes.equals(other.bytes) && differInLayout(bytes, other.bytes);
}

class Pair {
  constructor() {
    this.reference = new Side(packages.reference);
    this.tested = new Side(packages.tested);
  }

  /**
   * Performs an operation on both sides.
   * @param {string} source
   * @returns {Promise<{ outcome: Outcome, difference: Difference | undefined, explained: string | undefined }>}
   */
  async perform(source) {
    const operation = compile(source);
    const outcome = await this.reference.perform(operation);
    const tested = await this.tested.perform(operation);
    const difference = differenceOf(source, outcome.seen, tested.seen);
    const explained = difference && explain(source, outcome, tested, this.reference.slots);
    return { outcome, difference: explained === undefined ? difference : undefined, explained };
  }

  compareFiles() {
    const [references, others] = [this.reference.files(), this.tested.files()];
    // Files with a difference that docs/COMPAT.md explains are not compared.
    const explained = new Set(references.filter((file) => isExplained(file, others)).map(({ name }) => name));
    const [reference, tested] = [references, others]
      .map((files) => describeFiles(files.filter(({ name }) => !explained.has(name))));
    return differenceOf('the files', reference, tested);
  }

  close() {
    this.reference.close();
    this.tested.close();
  }
}

exports.Difference = Difference;
exports.Pair = Pair;
