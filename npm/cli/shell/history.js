'use strict';

const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

/** How many lines are kept. */
const SIZE = 1000;

/** Only the user may read it: SQL contains data. */
const MODE = 0o600;

/** Returns the path of the file with the lines of former sessions, empty if the user wants none. */
function pathOf() {
  return process.env.ANYSQLITE_HISTORY ?? join(homedir(), '.anysqlite_history');
}

/** Returns the lines of former sessions, the last first. */
function loadHistory() {
  try {
    const lines = readFileSync(pathOf(), 'utf8').split('\n').filter((line) => line !== '');
    if (lines.length > 2 * SIZE) writeFileSync(pathOf(), `${lines.slice(-SIZE).join('\n')}\n`, { mode: MODE });
    return lines.slice(-SIZE).reverse();
  } catch {
    return [];
  }
}

/** @param {string} line */
function addToHistory(line) {
  if (line.trim() === '') return;
  try {
    appendFileSync(pathOf(), `${line}\n`, { mode: MODE });
  } catch {
    // The lines of this session are known to it.
  }
}

module.exports = { SIZE, addToHistory, loadHistory };
