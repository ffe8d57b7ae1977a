'use strict';

// A process that does with a database what it is told, step by step.

const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');
const { PACKAGES } = require('./packages');

/** @import { Side } from './packages' */

/** @typedef {{ env?: Record<string, string>, command?: string, args?: string[], cwd?: string, folder?: string }} PeerOptions */

const PROGRAM = path.join(__dirname, 'peer-program.js');

/** An error that the process reports, with SQLite's code. */
class PeerError extends Error {
  /** @param {{ code: string, message: string }} error */
  constructor({ code, message }) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

class Peer {
  /**
   * @param {string} folder the package's
   * @param {PeerOptions} options
   */
  constructor(folder, { env, command = process.execPath, args = [], cwd }) {
    /** @type {{ resolve(answer: any): void, reject(error: Error): void }[]} */
    this.waiting = [];
    this.process = spawn(command, [...args, PROGRAM, folder], {
      cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.ended = new Promise((resolve) => {
      this.process.on('close', (status, signal) => {
        for (const { reject } of this.waiting.splice(0)) reject(new Error(`the process ended (${signal ?? status})`));
        resolve({ status, signal });
      });
    });
    this.process.stdin.on('error', () => {});
    readline.createInterface({ input: this.process.stdout }).on('line', (line) => this.take(JSON.parse(line)));
  }

  /** @param {{ result?: any, error?: { code: string, message: string } }} answer */
  take({ result, error }) {
    const next = this.waiting.shift();
    if (error) next?.reject(new PeerError(error));
    else next?.resolve(result);
  }

  /**
   * Has a step done, and gives its result.
   * @param {string} command
   * @param {object} [details]
   * @returns {Promise<any>}
   */
  ask(command, details = {}) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${JSON.stringify({ command, ...details })}\n`);
    });
  }

  /** @param {string} file @param {{ as?: string } & Record<string, unknown>} [options] */
  open(file, { as, ...options } = {}) {
    return this.ask('open', { file, as, options: { timeout: 0, ...options } });
  }

  /** @param {string} sql @param {string} [as] which of its connections */
  exec(sql, as) {
    return this.ask('exec', { sql, as });
  }

  /** @param {string} sql @param {string} [as] */
  rows(sql, as) {
    return this.ask('rows', { sql, as });
  }

  /** The one value of a query. @param {string} sql @param {string} [as] */
  async value(sql, as) {
    return (await this.rows(sql, as))[0]?.[0];
  }

  /** @param {string} [as] */
  close(as) {
    return this.ask('close', { as });
  }

  /** The code that a step fails with, or 'ok'. @param {Promise<unknown>} step */
  static code(step) {
    return step.then(() => 'ok', (error) => error.code ?? error.message);
  }

  /** Ends the process as it would end by itself. */
  end() {
    this.process.stdin.end();
    return this.ended;
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }
}

/**
 * Starts a process that ends with the test.
 * @param {{ after(fn: () => unknown): void }} t
 * @param {Side} side
 * @param {PeerOptions} [options]
 */
function startPeer(t, side, options = {}) {
  const peer = new Peer(options.folder ?? PACKAGES[side], options);
  t.after(() => peer.kill());
  return peer;
}

module.exports = { Peer, startPeer };
