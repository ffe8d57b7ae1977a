'use strict';

const { basename } = require('node:path');
const { createInterface } = require('node:readline');
const { completerOf } = require('./completion');
const { SIZE, addToHistory, loadHistory } = require('./history');
const { withProgress } = require('./progress');

/** @import { Interface } from 'node:readline' */
/** @import { Answer } from './protocol' */
/** @import { Session } from './session' */

const CONTINUATION = '   ...> ';

/** @param {Session} session */
function greet({ args: { file, write } }) {
  const rights = write ? '' : ', read-only (start with --write to change it)';
  const what = file === ':memory:' ? 'An empty database in memory' : `${file}${rights}`;
  process.stdout.write(`${what}. End SQL with a semicolon; .help lists commands; ctrl-D ends.\n`);
}

/**
 * Empties the line that the user is typing.
 * @param {Interface} terminal
 */
function clearLine(terminal) {
  const ctrl = true;
  terminal.write(null, { ctrl, name: 'e' });
  terminal.write(null, { ctrl, name: 'u' });
}

/** The conversation with a user at a terminal. */
class Conversation {
  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.name = session.args.file === ':memory:' ? 'memory' : basename(session.args.file);
    this.terminal = createInterface({
      input: process.stdin,
      output: process.stdout,
      completer: completerOf(session),
      history: loadHistory(),
      historySize: SIZE,
      removeHistoryDuplicates: true,
    });
    this.terminal.on('SIGINT', () => this.#interrupt());
    this.isClosed = false;
    this.terminal.on('close', () => {
      this.isClosed = true;
    });
  }

  /** Executes lines until the user ends it. Returns the exit code. */
  async run() {
    this.#prompt(false);
    for await (const line of this.terminal) {
      addToHistory(line);
      const answer = await this.#execute(line);
      if (answer.quits) {
        this.terminal.close();
        return answer.exitCode;
      }
      this.#prompt(answer.continues);
    }
    process.stdout.write('\n');
    return 0;
  }

  /** @param {boolean} continues whether a statement has begun */
  #prompt(continues) {
    if (this.isClosed) return;
    this.terminal.setPrompt(continues ? CONTINUATION : `${this.name}> `);
    this.terminal.prompt();
  }

  /** @param {string} line */
  async #execute(line) {
    const { session } = this;
    const { columns } = process.stdout;
    let answer = await withProgress(session.signals, session.ask({ kind: 'line', line: `${line}\n`, columns }));
    while (answer.lost) answer = await this.#openAgain();
    return answer;
  }

  /** @returns {Promise<Answer>} */
  #openAgain() {
    if (!this.session.isStopped) this.#giveUp();
    const inMemory = this.session.args.file === ':memory:';
    const rest = inMemory ? 'its content is gone' : 'what was not committed is rolled back';
    process.stderr.write(`anysqlite: interrupted; the database was opened again, and ${rest}\n`);
    return this.session.open();
  }

  /** Ends the process, whose thread goes on working: Bun cannot stop it. */
  #giveUp() {
    process.stderr.write('anysqlite: interrupted; this runtime cannot stop the work, so the shell ends\n');
    this.terminal.close();
    process.exit(130);
  }

  /** Answers ctrl-C: stops the work, or forgets what was typed. */
  async #interrupt() {
    const { session, terminal } = this;
    if (session.busy) {
      session.interrupt();
      return;
    }
    clearLine(terminal);
    process.stdout.write('^C\n');
    await session.ask({ kind: 'discard' });
    this.#prompt(false);
  }
}

/**
 * Talks with a user at a terminal. Returns the exit code.
 * @param {Session} session
 */
function interact(session) {
  greet(session);
  return new Conversation(session).run();
}

module.exports = { interact };
