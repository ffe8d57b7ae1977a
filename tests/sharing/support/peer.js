'use strict';

// A process that executes commands on databases, one after the other.

const path = require('node:path');
const { CommandProcess } = require('../../support/command-process');
const { PACKAGES } = require('../../support/packages');

/** @import { Side } from '../../support/packages' */

/**
 * @typedef {{ env?: Record<string, string>, command?: string, args?: string[], cwd?: string, folder?: string }}
 *   PeerOptions
 */

const PROGRAM = path.join(__dirname, 'peer-program.js');

class Peer extends CommandProcess {
  /**
   * @param {string} folder the folder of the package
   * @param {PeerOptions} options
   */
  constructor(folder, { env, command = process.execPath, args = [], cwd }) {
    super(command, [...args, PROGRAM, folder], { cwd, env: { ...process.env, ...env } });
  }

  /** @param {string} file @param {{ as?: string } & Record<string, unknown>} [options] */
  open(file, { as, ...options } = {}) {
    return this.ask('open', { file, as, options: { timeout: 0, ...options } });
  }

  /** @param {string} sql @param {string} [as] the name of the connection */
  exec(sql, as) {
    return this.ask('exec', { sql, as });
  }

  /** @param {string} sql @param {string} [as] */
  rows(sql, as) {
    return this.ask('rows', { sql, as });
  }

  /** Returns the first value of a query's first row. @param {string} sql @param {string} [as] */
  async value(sql, as) {
    return (await this.rows(sql, as))[0]?.[0];
  }

  /** @param {string} [as] */
  close(as) {
    return this.ask('close', { as });
  }

  /** Returns the code of the error that a step fails with, or 'ok'. @param {Promise<unknown>} step */
  static code(step) {
    return step.then(() => 'ok', (error) => error.code ?? error.message);
  }
}

/**
 * Starts a process that is killed when the test ends.
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
