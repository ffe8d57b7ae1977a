'use strict';

// The child's side of command-process.js: reads one JSON command per line from stdin and writes one JSON answer per line.

const readline = require('node:readline');

/** @typedef {{ result: unknown } | { error: { code?: string, message: string } }} Answer */

/** @param {any} error @returns {Answer} */
const failure = (error) => ({ error: { code: error.code ?? error.name, message: error.message } });

/**
 * Returns a command's answer. A command that returns a promise has no result.
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
 * Answers the commands of stdin, in their order, until stdin ends.
 * @param {Record<string, (details: any) => unknown>} commands
 */
function answerCommands(commands) {
  let last = Promise.resolve();
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    last = last.then(async () => {
      process.stdout.write(`${JSON.stringify(await answerTo(commands, JSON.parse(line)))}\n`);
    });
  });
}

module.exports = { answerCommands, answerTo };
