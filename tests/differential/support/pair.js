'use strict';

// The same operations on both packages.

const { explain } = require('./explained');
const { differInLayout } = require('./layout');
const { Side } = require('./side');
const packages = require('./both-packages');

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

/** @typedef {{ name: string, bytes: Buffer }[]} Files */

/** Databases are compared byte by byte: the same SQLite has to write the same pages. @param {Files} files */
const describeFiles = (files) => files.map(({ name, bytes }) => `${name} ${bytes.toString('hex')}`).join('\n');

/** Whether a file is there on the other side too, and differs in its layout alone. @param {Files[0]} file @param {Files} others */
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
    const [references, others] = [this.reference.files(), this.tested.files()];
    // Those that differ as docs/COMPAT.md explains are left out.
    const explained = new Set(references.filter((file) => isExplained(file, others)).map(({ name }) => name));
    const [reference, tested] = [references, others].map((files) => describeFiles(files.filter(({ name }) => !explained.has(name))));
    return differenceOf('the files', reference, tested);
  }

  close() {
    this.reference.close();
    this.tested.close();
  }
}

exports.Difference = Difference;
exports.Pair = Pair;
