'use strict';

const { default: truncate } = require('cli-truncate');
const { markdownTable } = require('markdown-table');
const { default: stringWidth } = require('string-width');
const { displayText } = require('./values');

/** @import { Formatter, Value } from './contract' */

/** What a table needs beside each cell, and at its end. */
const CELL_FRAME = 3;
const ROW_FRAME = 1;

/** No column is made narrower than this. */
const LEAST_WIDTH = 8;

const ASCII = /^[ -~]*$/;
const CONTROL = /\p{Cc}/gu;
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/**
 * Shows a control character instead of sending it to the terminal, which would obey it.
 * @param {string} character
 */
function pictureOf(character) {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
  return code === 0x7f ? DELETE_PICTURE : '\ufffd';
}

/**
 * Returns how many columns of a terminal a text takes.
 * @param {string} text
 */
const widthOf = (text) => (ASCII.test(text) ? text.length : stringWidth(text));

/** @param {string} text */
const cellOf = (text) => text.replace(CONTROL, pictureOf);

/**
 * Returns the greatest width of a column with which the table fits, undefined if it fits anyway.
 * @param {number[]} widths of the columns
 * @param {number} available columns of the terminal
 */
function greatestWidth(widths, available) {
  let room = available - ROW_FRAME - CELL_FRAME * widths.length;
  if (widths.reduce((sum, width) => sum + width, 0) <= room) return undefined;
  const narrowFirst = [...widths].sort((a, b) => a - b);
  for (const [index, width] of narrowFirst.entries()) {
    const share = Math.floor(room / (widths.length - index));
    if (width > share) return Math.max(share, LEAST_WIDTH);
    room -= width;
  }
  return undefined;
}

/**
 * @param {string[][]} cells
 * @param {number} available
 */
function fit(cells, available) {
  if (available === Infinity) return cells;
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => widthOf(row[column]))));
  const greatest = greatestWidth(widths, available);
  if (greatest === undefined) return cells;
  return cells.map((row) => row.map((cell) => truncate(cell, greatest)));
}

/**
 * @param {Value[][]} rows
 * @param {number} column
 */
function alignmentOf(rows, column) {
  /** @param {Value[]} row */
  const isNumeric = ({ [column]: value }) => value === null || typeof value === 'bigint' || typeof value === 'number';
  return rows.every(isNumeric) ? 'right' : 'left';
}

/**
 * Rows as a table. Tables of many rows are several, so that no more rows are in memory.
 * @type {Formatter}
 */
const table = {
  batchSize: 2000,
  begin: () => '',
  rows(columns, rows, { headers, terminalWidth }) {
    const cells = [columns, ...rows.map((row) => row.map(displayText))].map((row) => row.map(cellOf));
    const fitting = fit(cells, terminalWidth);
    const align = columns.map((_, column) => alignmentOf(rows, column));
    const text = `${markdownTable(fitting, { align, stringLength: widthOf })}\n`;
    return headers ? text : text.split('\n').slice(2).join('\n');
  },
  end: () => '',
};

module.exports = { table };
