'use strict';

const { printable } = require('./terminal');

/** @import { Style, Terminal } from './terminal' */

/** @typedef {'ok' | 'BAD' | '?' | '-'} Mark good, bad, to be looked at, of no importance */

/** @type {Record<Mark, Style>} */
const STYLES = { ok: 'green', BAD: 'red', '?': 'yellow', '-': 'dim' };

/** What stands before sentences about something that is named on the line above. */
const INDENT = ' '.repeat(5);

/** The lines of a report. */
class Lines {
  /** @param {Terminal} terminal */
  constructor(terminal) {
    this.terminal = terminal;
    /** @type {string[]} */
    this.lines = [];
  }

  /** @param {string} title */
  section(title) {
    this.lines.push('', this.terminal.style('bold', title));
  }

  /** @param {string} name @param {string} text */
  fact(name, text) {
    this.lines.push(this.terminal.paragraph(`${name.padEnd(9)} ${text}`, ''));
  }

  /**
   * Adds an entry: a mark, what it is about, and a sentence about that.
   * @param {Mark} mark
   * @param {string} subject
   * @param {string} sentence
   */
  entry(mark, subject, sentence) {
    this.lines.push(`${this.terminal.style(STYLES[mark], mark.padEnd(INDENT.length))}${printable(subject)}`);
    this.sentence(sentence);
  }

  /** Adds a sentence about the entry before. @param {string} text */
  sentence(text) {
    this.lines.push(this.terminal.paragraph(text, INDENT));
  }
}

exports.Lines = Lines;
