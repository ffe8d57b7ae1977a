'use strict';

// Finds the ends of statements in SQL that arrives line by line, by the rules of sqlite3_complete(): a statement ends
// at a semicolon outside quotes and comments, one that creates a trigger at "; END ;".

const TOKEN = /\s+|--[^\n]*|\/\*|['"`[]|[\w$\u0080-\uffff]+|[^]/gy;
const BLANK = /^(\s|--)/;

/** What ends what a token opens. */
const CLOSING = new Map([['\'', '\''], ['"', '"'], ['`', '`'], ['[', ']'], ['/*', '*/']]);

const CREATES_TRIGGER = /^(explain (query plan )?)?create (temp |temporary )?trigger /;

/** How many words show whether a statement creates a trigger. */
const HEAD_WORDS = 6;

/** @typedef {{ text: string, line: number }} Statement a statement, and the number of the line where it begins */

class StatementSplitter {
  constructor() {
    this.lines = 0;
    this.text = '';
    /** What ends the open quote or comment, empty outside of both. */
    this.closing = '';
    /** The line of the first token, 0 before it. */
    this.line = 0;
    /** The first tokens. */
    this.head = '';
    this.words = 0;
    /** The last two tokens. */
    this.previous = ['', ''];
  }

  #begin() {
    this.text = this.closing = this.head = '';
    this.line = this.words = 0;
    this.previous = ['', ''];
  }

  /** Whether no statement and no comment has begun. */
  get idle() {
    return this.line === 0 && this.closing === '';
  }

  /**
   * Takes the next line, with its line break. Returns the statements that end in it.
   * @param {string} line
   * @returns {Statement[]}
   */
  push(line) {
    this.lines += 1;
    const complete = [];
    let start = 0;
    for (let at = 0; at < line.length;) {
      if (this.closing !== '') {
        at = this.#skipQuoted(line, at);
        continue;
      }
      TOKEN.lastIndex = at;
      const [token] = /** @type {RegExpExecArray} */ (TOKEN.exec(line));
      at += token.length;
      if (!this.#endsWith(token)) continue;
      this.text += line.slice(start, at);
      start = at;
      if (this.line !== 0) complete.push({ text: this.text, line: this.line });
      this.#begin();
    }
    this.text += line.slice(start);
    return complete;
  }

  /** Returns what has begun and not ended, undefined if nothing has, and forgets it. */
  finish() {
    const rest = this.line === 0 ? undefined : { text: this.text, line: this.line };
    this.#begin();
    return rest;
  }

  /**
   * Returns the position behind the open quote or comment, or the end of the line.
   * @param {string} line
   * @param {number} at
   */
  #skipQuoted(line, at) {
    const { closing } = this;
    const end = line.indexOf(closing, at);
    if (end < 0) return line.length;
    this.closing = '';
    return end + closing.length;
  }

  /**
   * Takes a token. Returns whether it ends a statement.
   * @param {string} token
   */
  #endsWith(token) {
    if (BLANK.test(token)) return false;
    if (token === ';' && (this.line === 0 || this.#isComplete())) return true;
    this.closing = CLOSING.get(token) ?? '';
    if (token !== '/*') this.#remember(token);
    return false;
  }

  #isComplete() {
    if (!CREATES_TRIGGER.test(this.head)) return true;
    return this.previous[0] === ';' && this.previous[1] === 'end';
  }

  /** @param {string} token */
  #remember(token) {
    if (this.line === 0) this.line = this.lines;
    const lower = token.toLowerCase();
    if (this.words < HEAD_WORDS) this.head += `${lower} `;
    this.words += 1;
    this.previous = [this.previous[1], lower];
  }
}

module.exports = { StatementSplitter };
