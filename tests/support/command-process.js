'use strict';

// The parent's side of answer-commands.js: a child process that executes one JSON command per line.

const { spawn } = require('node:child_process');
const readline = require('node:readline');

/** An error reported by the process. `code` is SQLite's code, or else the error's name. */
class CommandError extends Error {
  /** @param {{ code?: string, message: string }} error */
  constructor({ code, message }) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

class CommandProcess {
  /**
   * @param {string} command
   * @param {string[]} args
   * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
   */
  constructor(command, args, { cwd, env }) {
    /** @type {{ resolve(result: any): void, reject(error: Error): void }[]} */
    this.waiting = [];
    this.process = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => this.fail(error)).once('close', (status, signal) => {
        this.fail(new Error(`the process exited (${signal ?? status})`));
        resolve({ status, signal });
      });
    });
    // The 'close' event reports a write to a process that has exited.
    this.process.stdin.on('error', () => {});
    readline.createInterface({ input: this.process.stdout }).on('line', (line) => this.settle(JSON.parse(line)));
  }

  /**
   * Settles the oldest waiting command.
   * @param {{ result?: any, error?: { code?: string, message: string } }} answer
   */
  settle({ result, error }) {
    const oldest = this.waiting.shift();
    if (error) oldest?.reject(new CommandError(error));
    else oldest?.resolve(result);
  }

  /**
   * Rejects every waiting command and all later ones.
   * @param {Error} error
   */
  fail(error) {
    this.failure = error;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  /**
   * Executes a command and returns its result.
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
      this.process.stdin.write(`${JSON.stringify({ command, ...details })}\n`);
    });
  }

  /** Closes stdin, so that the process exits. Resolves when it has. */
  end() {
    this.process.stdin.end();
    return this.ended;
  }

  /** Kills the process as a crash would. Resolves when it has exited. */
  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }
}

module.exports = { CommandProcess };
