'use strict';

const crypto = require('crypto');
const fs = require('fs');

/**
 * JSON in which a BigInt is written as 123n, so that it cannot be taken for a number.
 * @param {unknown} value
 * @returns {string}
 */
function toText(value) {
  return JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}n` : item));
}

/** Collects the result lines, which must not depend on the machine, and checks what is found. */
class Report {
  constructor() {
    /** @type {string[]} */
    this.lines = [];
  }

  /**
   * Prints a fact that may differ between two correct runs, so it is no result line.
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

  /** @param {string} text */
  line(text) {
    this.lines.push(text);
    console.log(text);
  }

  /**
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
   * @param {string} what
   * @param {() => void} work
   */
  timed(what, work) {
    const start = Date.now();
    work();
    console.error(`${what}: ${Date.now() - start} ms`);
  }

  /**
   * Prints the digest of the result lines and compares them with those of the native better-sqlite3.
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
