'use strict';

// What the doctor is doing, on a terminal, while that takes long.

/** Milliseconds before the first line, and between two. */
const INTERVAL = 200;

/** @typedef {{ files(seen: number): void, addons(done: number, all: number): void, end(): void }} Progress */

/**
 * Returns what writes the progress to a terminal, or nothing to anything else.
 * @param {NodeJS.WriteStream} stream
 * @param {() => number} now the clock, in milliseconds
 * @returns {Progress}
 */
function progressOn(stream, now = Date.now) {
  if (!stream.isTTY) return { files() {}, addons() {}, end() {} };
  let next = now() + INTERVAL;
  let written = false;
  /** @param {string} text */
  const write = (text) => {
    if (now() < next) return;
    next = now() + INTERVAL;
    written = true;
    stream.write(`\r\x1b[K${text}`);
  };
  return {
    files: (seen) => write(`${seen.toLocaleString('en')} files seen …`),
    addons: (done, all) => write(`${done} of ${all} addons judged …`),
    end: () => {
      if (written) stream.write('\r\x1b[K');
    },
  };
}

module.exports = { progressOn };
