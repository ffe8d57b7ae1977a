'use strict';

const { join } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const { Signals } = require('./signals');

/** @import { Arguments, Settings } from './arguments' */
/** @import { Answer, Request } from './protocol' */

/** How long work may take to stop by itself. */
const GRACE_MILLISECONDS = 1000;

const ENDED = 'the thread of SQLite has ended unexpectedly; start the shell again';

/** A thread with an open database, which works while this thread listens to the user. */
class Session {
  /** @type {{ resolve(answer: Answer): void, reject(error: Error): void } | undefined} */
  #waiting;

  /** Settled when the requests before the next one are answered. */
  #former = /** @type {Promise<unknown>} */ (Promise.resolve());

  /** @param {Arguments} args */
  constructor(args) {
    this.args = args;
    /** @type {Settings} */
    this.settings = args.settings;
    this.signals = new Signals();
    /** Whether the last thread that was given up has ended. */
    this.isStopped = true;
  }

  /** Whether a request is being executed. */
  get busy() {
    return this.#waiting !== undefined;
  }

  /** Opens the database. The answer says whether that failed. */
  open() {
    const { args: { file, write, timeout }, settings, signals } = this;
    const workerData = { file, write, timeout, settings, signals: signals.buffer };
    const worker = new Worker(join(__dirname, 'shell-worker.js'), { workerData });
    worker.on('message', (answer) => this.#take()?.resolve(answer));
    worker.on('error', (error) => this.#take()?.reject(error));
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = undefined;
      this.#take()?.reject(new Error(ENDED));
    });
    /** @type {Worker | undefined} */
    this.worker = worker;
    return this.#wait();
  }

  /**
   * Has a request executed, after those before it.
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  ask(request) {
    const answer = this.#former.then(() => this.#exchange(request));
    this.#former = answer.catch(() => {});
    return answer;
  }

  /** @param {Request} request */
  async #exchange(request) {
    if (this.worker === undefined) throw new Error(ENDED);
    this.signals.reset();
    this.worker.postMessage(request);
    const answer = await this.#wait();
    this.settings = answer.settings;
    return answer;
  }

  /** Stops the work: between two rows or statements or, if that takes long, by ending the thread and its connection. */
  interrupt() {
    this.signals.interrupt();
    const interrupted = this.#waiting;
    setTimeout(() => {
      if (interrupted === undefined || this.#waiting !== interrupted) return;
      this.#take();
      this.#terminate().then((isStopped) => {
        this.isStopped = isStopped;
        interrupted.resolve({ exitCode: 130, quits: false, continues: false, settings: this.settings, lost: true });
      });
    }, GRACE_MILLISECONDS).unref();
  }

  /** Closes the database and ends the thread. */
  async close() {
    if (!this.busy && this.worker !== undefined) await this.ask({ kind: 'close' });
    await this.worker?.terminate();
  }

  /** Ends the thread wherever it is. Returns whether that works here. */
  #terminate() {
    const stopped = /** @type {Worker} */ (this.worker).terminate();
    return Promise.race([stopped.then(() => true), delay(GRACE_MILLISECONDS, false)]);
  }

  /** @returns {Promise<Answer>} */
  #wait() {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #take() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

exports.GRACE_MILLISECONDS = GRACE_MILLISECONDS;
exports.Session = Session;
