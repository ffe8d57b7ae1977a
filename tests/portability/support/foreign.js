'use strict';

const path = require('path');
const { spawn } = require('child_process');
const readline = require('readline');

/** @import { Runtime } from '../runtimes.js' */

const ROOT = path.resolve(__dirname, '../../..');

/** The package that is tested. */
const PACKAGE = path.resolve(process.env.ANYSQLITE_PACKAGE || path.join(ROOT, 'npm'));

/** Scripts that do what they are told, a line at a time. */
const CLIENTS = {
  locks: path.join(__dirname, 'lock-client.js'),
  database: path.join(ROOT, 'tests', 'support', 'client.js'),
};

/** A client that runs on another runtime. */
class Foreign {
  /**
   * @param {Runtime} runtime
   * @param {keyof typeof CLIENTS} client
   * @param {Record<string, string | undefined>} [settings] environment variables
   */
  constructor({ command, args, env }, client, settings = {}) {
    // A setting of whoever runs the tests must not choose what is tested.
    const environment = { ...process.env, ...env, ANYSQLITE_LOCKS: undefined, ...settings };
    this.child = spawn(command, [...args, CLIENTS[client], PACKAGE], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
    /** @type {{ resolve(result: any): void, reject(error: Error): void }[]} */
    this.waiting = [];
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => this.fail(error)).once('close', (status, signal) => {
        this.fail(new Error(`${command} has ended (${signal ?? status})`));
        resolve(undefined);
      });
    });
    // A write to a process that has ended is told by its end.
    this.child.stdin.on('error', () => {});
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => this.take(JSON.parse(line)));
  }

  /** @param {{ result?: any, error?: { code?: string, message: string } }} answer */
  take({ result, error }) {
    const first = this.waiting.shift();
    if (error) first?.reject(Object.assign(new Error(error.message), { code: error.code }));
    else first?.resolve(result);
  }

  /** @param {Error} error */
  fail(error) {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  /**
   * @param {string} command
   * @param {object} [details]
   * @returns {Promise<any>}
   */
  ask(command, details = {}) {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify({ command, ...details })}\n`);
    });
  }

  /** Ends it as a crash would. */
  kill() {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}

exports.Foreign = Foreign;
exports.PACKAGE = PACKAGE;
