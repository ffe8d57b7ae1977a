'use strict';

// The child's side of command-process.js: reads one JSON command per line from stdin and writes one JSON answer per
// line to stdout.

const readline = require('node:readline');

/** @typedef {{ result: unknown } | { error: { code?: string, message: string } }} Answer */

/**
 * Returns the answer for an error. `code` is SQLite's code, or else the error's name.
 * @param {any} error
 * @returns {Answer}
 */
const failure = (error) => ({ error: { code: error.code ?? error.name, message: error.message } });

/**
 * Executes a command and returns its answer. The result of a command that returns a promise is null.
 * @param {Record<string, (details: any) => unknown>} commands
 * @param {{ command: string } & Record<string, unknown>} question
 * @returns {Answer | Promise<Answer>}
 */
function answerTo(commands, { command, ...details }) {
  try {
    const result = commands[command](details) ?? null;
    return result instanceof Promise ? result.then(() => ({ result: null }), failure) : { result };
  } catch (error) {
    return failure(error);
  }
}

/**
 * Answers the commands on stdin in order, until stdin ends.
 * @param {Record<string, (details: any) => unknown>} commands
 */
function answerCommands(commands) {
  let previous = Promise.resolve();
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    previous = previous.then(async () => {
      process.stdout.write(`${JSON.stringify(await answerTo(commands, JSON.parse(line)))}\n`);
    });
  });
}

module.exports = { answerCommands, answerTo };
