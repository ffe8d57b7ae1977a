'use strict';

const { findCommand } = require('./commands/find');
const { printRows } = require('./output/print-rows');
const { Quit } = require('./quit');
const { StatementSplitter } = require('./statements');

/** @import { Value } from './output/contract' */
/** @import { Statement } from './statements' */
/** @import { Shell } from './sql-shell' */

/** SQL and commands from one source, executed as they come. */
class Script {
  #splitter = new StatementSplitter();

  /**
   * @param {Shell} shell
   * @param {string} [name] of the source; if there is one, errors name it and the line
   */
  constructor(shell, name) {
    this.shell = shell;
    this.name = name;
  }

  /** Whether a statement has begun and not ended. */
  get continues() {
    return !this.#splitter.idle;
  }

  /**
   * Executes what ends in a line.
   * @param {string} line with its line break
   */
  async push(line) {
    if (this.#splitter.idle && line.startsWith('.')) {
      this.#splitter.lines += 1;
      await this.#at(this.#splitter.lines, () => this.#runCommand(line));
      return;
    }
    for (const statement of this.#splitter.push(line)) await this.#run(statement);
  }

  /** Executes what is left without a semicolon at the end. */
  async finish() {
    const rest = this.#splitter.finish();
    if (rest !== undefined) await this.#run(rest);
  }

  /** Forgets what has begun. */
  discard() {
    this.#splitter.finish();
  }

  /** @param {Statement} statement */
  #run({ text, line }) {
    return this.#at(line, () => this.#execute(text));
  }

  /** @param {string} sql */
  #execute(sql) {
    const { shell } = this;
    shell.signals.throwIfInterrupted();
    const statement = shell.db.prepare(sql);
    if (!statement.reader) {
      statement.run();
      return;
    }
    statement.raw().safeIntegers();
    const columns = statement.columns().map(({ name }) => name);
    printRows(shell, columns, /** @type {Iterable<Value[]>} */ (statement.iterate()));
  }

  /** @param {string} line */
  async #runCommand(line) {
    const { command, args } = findCommand(this.shell.commands, line);
    await command.run(this.shell, args);
  }

  /**
   * Runs an action. An error that it throws gets the place in the source.
   * @param {number} line
   * @param {() => unknown} action
   */
  async #at(line, action) {
    try {
      await action();
    } catch (error) {
      if (this.name !== undefined && error instanceof Error && !(error instanceof Quit)) {
        error.message = `${this.name}, line ${line}: ${error.message}`;
      }
      throw error;
    }
  }
}

/**
 * Executes lines to their end.
 * @param {Shell} shell
 * @param {Iterable<string>} lines
 * @param {string} [name]
 */
async function runScript(shell, lines, name) {
  const script = new Script(shell, name);
  let executed = 0;
  for (const line of lines) {
    await script.push(line);
    shell.signals.report(executed += 1);
  }
  await script.finish();
}

module.exports = { Script, runScript };
