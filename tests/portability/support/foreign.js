'use strict';

const path = require('path');
const { CommandProcess } = require('../../support/command-process.js');
const { PACKAGES, ROOT } = require('../../support/packages.js');

/** @import { Runtime } from '../runtimes.js' */

/** The folder of the package under test. */
const PACKAGE = PACKAGES.ours;

/** Programs that answer commands (support/answer-commands.js). */
const PROGRAMS = {
  locks: path.join(__dirname, 'lock-program.js'),
  database: path.join(ROOT, 'tests', 'support', 'database-program.js'),
};

/** A program that executes commands on another runtime. */
class Foreign extends CommandProcess {
  /**
   * @param {Runtime} runtime
   * @param {keyof typeof PROGRAMS} program
   * @param {Record<string, string | undefined>} [settings] environment variables
   */
  constructor({ command, args, env }, program, settings = {}) {
    // The environment of the test run must not select the lock tier under test.
    const environment = { ...process.env, ...env, ANYSQLITE_LOCKS: undefined, ...settings };
    super(command, [...args, PROGRAMS[program], PACKAGE], { env: environment });
  }
}

exports.Foreign = Foreign;
exports.PACKAGE = PACKAGE;
