'use strict';

// Colours, and the width of lines, where there is a terminal. Elsewhere neither.

const util = require('node:util');

/** @typedef {'bold' | 'dim' | 'green' | 'red' | 'yellow'} Style */
/**
 * How text is written: `paragraph` breaks it into indented lines.
 * @typedef {{ style(style: Style, text: string): string, paragraph(text: string, indent: string): string }} Terminal
 */

/**
 * Returns how text is written to a stream.
 * @param {NodeJS.WriteStream} stream
 * @returns {Terminal}
 */
function terminalOf(stream) {
  const coloured = stream.isTTY && stream.hasColors?.() && typeof util.styleText === 'function';
  const width = stream.isTTY ? Math.max(stream.columns || 80, 40) : Infinity;
  return {
    style: (style, text) => (coloured ? util.styleText(style, text) : text),
    paragraph: (text, indent) => wrap(text, width - indent.length).map((line) => `${indent}${line}`).join('\n'),
  };
}

/**
 * Breaks a text at blanks into lines that fit, unless a word does not.
 * @param {string} text
 * @param {number} width
 */
function wrap(text, width) {
  const lines = [''];
  for (const word of printable(text).split(' ')) {
    const last = lines[lines.length - 1];
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Returns a text without control characters, which names of files may contain. @param {string} text */
const printable = (text) => text.replace(/\p{Cc}/gu, (character) => (
  `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`));

module.exports = { printable, terminalOf };
