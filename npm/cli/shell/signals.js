'use strict';

// What the two threads of the shell tell each other while SQLite works and neither can wait for messages.

const SLOTS = 4;
const INTERRUPTED = 0;
const DONE = 1;
const TOTAL = 2;
const PROGRESS_SHOWN = 3;

/** Thrown where work stops because the user interrupted it. */
class Interrupted extends Error {
  constructor() {
    super('interrupted');
  }
}

class Signals {
  /** @param {SharedArrayBuffer} [buffer] the other thread's, none in the first */
  constructor(buffer = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.slots = new Int32Array(buffer);
  }

  /** Forgets the last request's interruption and progress. */
  reset() {
    for (const slot of [INTERRUPTED, DONE, TOTAL]) Atomics.store(this.slots, slot, 0);
  }

  interrupt() {
    Atomics.store(this.slots, INTERRUPTED, 1);
  }

  throwIfInterrupted() {
    if (Atomics.load(this.slots, INTERRUPTED) !== 0) throw new Interrupted();
  }

  /**
   * Says how much is done, and stops if the user wants so.
   * @param {number} done
   * @param {number} [total] 0 if it is not known
   */
  report(done, total = 0) {
    Atomics.store(this.slots, DONE, done);
    Atomics.store(this.slots, TOTAL, total);
    this.throwIfInterrupted();
  }

  /** Returns what was reported last. */
  get progress() {
    return { done: Atomics.load(this.slots, DONE), total: Atomics.load(this.slots, TOTAL) };
  }

  /** Notes that a line of progress is on the terminal. */
  progressIsShown() {
    Atomics.store(this.slots, PROGRESS_SHOWN, 1);
  }

  /** Returns whether a line of progress was on the terminal, and notes that it is removed. */
  takeProgressLine() {
    return Atomics.exchange(this.slots, PROGRESS_SHOWN, 0) !== 0;
  }
}

exports.Interrupted = Interrupted;
exports.Signals = Signals;
