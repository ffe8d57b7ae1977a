'use strict';

// The same operations on both packages.

const { explain } = require('./explained');
const { Side } = require('./side');
const packages = require('./packages');

/** @typedef {{ failed: boolean, value: any, seen: string }} Outcome */

/** What native and this package made of the same operation. */
class Difference {
  /** @param {string} source @param {string} reference @param {string} tested */
  constructor(source, reference, tested) {
    this.source = source;
    this.reference = reference;
    this.tested = tested;
  }
}

/** How much is shown before and after the place where two texts begin to differ. */
const SHOWN = 300;

/** @param {string} text @param {number} place */
function around(text, place) {
  const start = Math.max(0, place - SHOWN);
  const end = place + SHOWN;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

/** @param {string} source @param {string} reference @param {string} tested */
function differenceOf(source, reference, tested) {
  if (reference === tested) return undefined;
  let place = 0;
  while (reference[place] === tested[place]) place += 1;
  return new Difference(source, around(reference, place), around(tested, place));
}

/**
 * Compiles an operation: one expression in JavaScript, in which `s` are the side's slots.
 * @param {string} source
 */
const compile = (source) => /** @type {(slots: object) => unknown} */ (new Function('s', `return ${source}`));

/** Databases are compared byte by byte: the same SQLite has to write the same pages. @param {Side} side */
const describeFiles = (side) => side.files().map(({ name, bytes }) => `${name} ${bytes.toString('hex')}`).join('\n');

class Pair {
  constructor() {
    this.reference = new Side(packages.reference);
    this.tested = new Side(packages.tested);
  }

  /**
   * Performs an operation on both.
   * @param {string} source
   * @returns {Promise<{ outcome: Outcome, difference: Difference | undefined, explained: string | undefined }>}
   */
  async perform(source) {
    const operation = compile(source);
    const outcome = await this.reference.perform(operation);
    const tested = await this.tested.perform(operation);
    const difference = differenceOf(source, outcome.seen, tested.seen);
    const explained = difference && explain(source, outcome, tested);
    return { outcome, difference: explained === undefined ? difference : undefined, explained };
  }

  compareFiles() {
    return differenceOf('the files', describeFiles(this.reference), describeFiles(this.tested));
  }

  close() {
    this.reference.close();
    this.tested.close();
  }
}

exports.Difference = Difference;
exports.Pair = Pair;
