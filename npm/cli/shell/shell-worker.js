'use strict';

// The thread of SQLite: it answers the requests of the terminal's thread, one after the other.

const { parentPort, workerData } = require('node:worker_threads');
const { commands } = require('./commands');
const { explain } = require('./failures');
const { linesOf } = require('./input');
const { BrokenPipe, Output, OutputError } = require('./output/output');
const { Quit } = require('./quit');
const { Script, runScript } = require('./script');
const { Shell } = require('./sql-shell');
const { Interrupted, Signals } = require('./signals');

/** @import { MessagePort } from 'node:worker_threads' */
/** @import { Answer, Request } from './protocol' */

const STDIN = 0;
const STDERR = 2;

const NAMES = `
  SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  UNION SELECT c.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c WHERE s.type IN ('table', 'view')`;

const EXIT_FAILED = 1;
const EXIT_CANNOT_OPEN = 2;
const EXIT_INTERRUPTED = 130;
const EXIT_BROKEN_PIPE = 141;

/**
 * Returns the exit code that an error stands for.
 * @param {unknown} error
 */
function exitCodeOf(error) {
  if (error instanceof Quit) return error.exitCode;
  if (error instanceof Interrupted) return EXIT_INTERRUPTED;
  return error instanceof BrokenPipe ? EXIT_BROKEN_PIPE : EXIT_FAILED;
}

/**
 * Returns what is printed about an error, nothing if the user knows it.
 * @param {unknown} error
 */
function messageOf(error) {
  if (error instanceof Quit || error instanceof BrokenPipe) return '';
  return `anysqlite: ${explain(error, workerData.write)}\n`;
}

/**
 * Prints a message, if anyone reads it.
 * @param {Output} errors
 * @param {string} message
 */
function print(errors, message) {
  try {
    errors.write(message);
    errors.flush();
  } catch {
    // The exit code tells the same.
  }
}

/** Answers requests about an open database. */
class Service {
  constructor() {
    this.shell = new Shell(workerData, commands);
    /** The lines of the terminal. */
    this.typed = new Script(this.shell);
  }

  /**
   * @param {Request} request
   * @returns {Promise<Answer>}
   */
  async answer(request) {
    if (request.kind === 'names') return { ...this.#state(), names: this.#names(), commands: [...commands.keys()] };
    if (request.kind === 'close') {
      this.shell.db.close();
      return this.#state();
    }
    this.shell.useWidth(request.columns);
    try {
      await this.#execute(request);
      this.shell.output.flush();
      return this.#state();
    } catch (error) {
      return this.#failure(error);
    }
  }

  /** @param {Request} request */
  async #execute(request) {
    if (request.kind === 'line') await this.typed.push(request.line);
    if (request.kind === 'discard') this.typed.discard();
    if (request.kind === 'script') await runScript(this.shell, linesOf(STDIN, 'the input'), 'the input');
    if (request.kind === 'texts') {
      for (const text of request.texts) await runScript(this.shell, text.split(/^/m));
    }
    if (request.kind === 'script' || request.kind === 'texts') this.shell.requireCommitted();
  }

  /** @returns {Answer} */
  #state() {
    const { shell, typed } = this;
    return { exitCode: 0, quits: false, continues: typed.continues, settings: shell.settings };
  }

  /**
   * Prints what came before an error, and the error.
   * @param {unknown} error
   * @returns {Answer}
   */
  #failure(error) {
    let cause = error;
    try {
      this.shell.output.flush();
    } catch (failure) {
      cause = failure;
    }
    this.typed.discard();
    print(this.shell.errors, messageOf(cause));
    const quits = cause instanceof Quit || cause instanceof BrokenPipe || cause instanceof OutputError;
    return { ...this.#state(), exitCode: exitCodeOf(cause), quits };
  }

  #names() {
    try {
      return /** @type {string[]} */ (this.shell.db.prepare(NAMES).pluck().all());
    } catch {
      // Nothing to complete, in a database that cannot be read now.
      return [];
    }
  }
}

/** @param {MessagePort} port */
function serve(port) {
  try {
    const service = new Service();
    port.on('message', async (request) => port.postMessage(await service.answer(request)));
    port.postMessage({ exitCode: 0, quits: false, continues: false, settings: workerData.settings });
  } catch (error) {
    print(new Output(STDERR, new Signals(workerData.signals)), messageOf(error));
    port.postMessage({ exitCode: EXIT_CANNOT_OPEN, quits: true, continues: false, settings: workerData.settings });
  }
}

serve(/** @type {MessagePort} */ (parentPort));
