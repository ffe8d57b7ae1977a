'use strict';

const { CommandError } = require('../failures');
const { formatters } = require('../output/formatters');
const { Quit } = require('../quit');

/** @import { Mode } from '../arguments' */
/** @import { Command } from '../contract' */

const MODES = Object.keys(formatters);

/** @type {Command} */
const mode = {
  usage: MODES.join('|'),
  help: 'print rows in another format',
  run(shell, [name]) {
    if (!MODES.includes(name)) throw new CommandError(`there is no mode "${name}"; choose from ${MODES.join(', ')}`);
    shell.settings = { ...shell.settings, mode: /** @type {Mode} */ (name) };
  },
};

/** @type {Command} */
const headers = {
  usage: 'on|off',
  help: 'print the names of columns, or not',
  run(shell, [value]) {
    if (value !== 'on' && value !== 'off') throw new CommandError(`.headers takes on or off, not "${value}"`);
    shell.settings = { ...shell.settings, headers: value === 'on' };
  },
};

/** @type {Command} */
const quit = {
  usage: '[CODE]',
  help: 'end the shell, with the exit code CODE',
  run(_, [code = '0']) {
    if (!/^\d{1,3}$/.test(code)) throw new CommandError(`.quit takes an exit code, not "${code}"`);
    throw new Quit(Number(code));
  },
};

module.exports = { headers, mode, quit };
