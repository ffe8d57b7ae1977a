'use strict';

const { writeSync } = require('node:fs');
const { sleep } = require('../input');

/** @import { Signals } from '../signals' */

/** How many characters are collected before they are written. */
const BUFFERED = 1 << 16;

const RETRY_MILLISECONDS = 5;
const CLEAR_LINE = '\r\x1b[2K';

/** Thrown when nobody reads the output any more. */
class BrokenPipe extends Error {}

/** Thrown when the output cannot be written. */
class OutputError extends Error {}

/**
 * Writes some bytes. Returns how many.
 * @param {number} descriptor
 * @param {Uint8Array} bytes
 */
function writeSome(descriptor, bytes) {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EPIPE') throw new BrokenPipe('the reader of the output has gone');
    if (code !== 'EAGAIN') throw new OutputError(`cannot write the output: ${message}`);
    sleep(RETRY_MILLISECONDS);
    return 0;
  }
}

/** Text for stdout or stderr, written at once and in order by the thread that makes it: a slow reader slows it down. */
class Output {
  #pending = '';

  /**
   * @param {number} descriptor
   * @param {Signals} signals
   */
  constructor(descriptor, signals) {
    this.descriptor = descriptor;
    this.signals = signals;
  }

  /** @param {string} text */
  write(text) {
    this.#pending += text;
    if (this.#pending.length >= BUFFERED) this.flush();
  }

  flush() {
    if (this.#pending === '') return;
    const clear = this.signals.takeProgressLine() ? CLEAR_LINE : '';
    let bytes = Buffer.from(this.#pending);
    this.#pending = '';
    if (clear !== '') writeSome(2, Buffer.from(clear));
    while (bytes.length > 0) bytes = bytes.subarray(writeSome(this.descriptor, bytes));
  }
}

exports.BrokenPipe = BrokenPipe;
exports.CLEAR_LINE = CLEAR_LINE;
exports.Output = Output;
exports.OutputError = OutputError;
