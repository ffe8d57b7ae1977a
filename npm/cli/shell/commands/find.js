'use strict';

const { parseArgsStringToArgv } = require('string-argv');
const { CommandError } = require('../failures');

/** @import { Command } from '../contract' */

/** Other names of commands. */
const SYNONYMS = new Map([['exit', 'quit'], ['indices', 'indexes']]);

/**
 * Returns the command of a name, which may be a beginning that only one command has.
 * @param {Map<string, Command>} commands
 * @param {string} name
 */
function named(commands, name) {
  const full = SYNONYMS.get(name) ?? name;
  const matching = [...commands.keys()].filter((known) => known === full || (full !== '' && known.startsWith(full)));
  const found = matching.includes(full) ? full : matching[0];
  if (matching.length === 0) throw new CommandError(`there is no command .${name}; .help lists them`);
  if (found !== full && matching.length > 1) {
    throw new CommandError(`.${name} may mean ${matching.map((known) => `.${known}`).join(' or ')}; write it out`);
  }
  return /** @type {Command} */ (commands.get(found));
}

/**
 * Throws unless a command takes so many arguments.
 * @param {string} name
 * @param {Command} command
 * @param {string[]} args
 */
function requireArguments(name, { usage }, args) {
  const most = usage === '' ? 0 : usage.split(' ').length;
  const least = usage.replace(/\[.*\]/, '').split(' ').filter((word) => word !== '').length;
  if (args.length >= least && args.length <= most) return;
  throw new CommandError(`usage: .${name} ${usage}`.trimEnd());
}

/**
 * Returns the command of a line that begins with a dot, and its arguments.
 * @param {Map<string, Command>} commands
 * @param {string} line
 */
function findCommand(commands, line) {
  const [name = '', ...args] = parseArgsStringToArgv(line.slice(1).trim());
  const command = named(commands, name);
  requireArguments(name, command, args);
  return { command, args };
}

module.exports = { findCommand };
