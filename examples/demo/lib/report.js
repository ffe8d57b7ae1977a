'use strict';

const crypto = require('crypto');
const fs = require('fs');

/**
 * Returns a value as JSON, in which a BigInt is written as the string "123n" to tell it from a number.
 * @param {unknown} value
 * @returns {string}
 */
function toText(value) {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}n` : item));
}

/** Prints and collects the result lines, which must not depend on the machine, and checks expectations. */
class Report {
  constructor() {
    /** @type {string[]} */
    this.lines = [];
  }

  /**
   * Prints a line that is not a result, because correct runs may differ in it.
   * @param {string} text
   */
  note(text) {
    console.log(text);
  }

  /**
   * Prints a title and one line for each row.
   * @param {string} title
   * @param {Iterable<unknown>} rows
   */
  results(title, rows) {
    this.line(title);
    for (const row of rows) this.line(`  ${toText(row)}`);
  }

  /**
   * Prints a result line.
   * @param {string} text
   */
  line(text) {
    this.lines.push(text);
    console.log(text);
  }

  /**
   * Throws unless two values are equal.
   * @param {string} what
   * @param {unknown} actual
   * @param {unknown} wanted
   */
  expect(what, actual, wanted) {
    if (toText(actual) !== toText(wanted)) {
      throw new Error(`${what}: expected ${toText(wanted)}, got ${toText(actual)}`);
    }
  }

  /**
   * Runs a part of the demo, and prints its time to stderr.
   * @param {string} what
   * @param {() => void} work
   */
  timed(what, work) {
    const start = Date.now();
    work();
    console.error(`${what}: ${Date.now() - start} ms`);
  }

  /**
   * Prints the digest of the result lines, and compares the lines with those of native better-sqlite3.
   * @param {string} expectedFile
   */
  finish(expectedFile) {
    const digest = crypto.createHash('sha256').update(this.lines.join('\n')).digest('hex');
    this.line(`sha256 ${digest}`);
    const expected = fs.readFileSync(expectedFile, 'utf8').trimEnd().split(/\r?\n/);
    for (let i = 0; i < Math.max(expected.length, this.lines.length); i++) {
      this.expect(`result line ${i + 1} against ${expectedFile}`, this.lines[i], expected[i]);
    }
  }
}

module.exports.Report = Report;
