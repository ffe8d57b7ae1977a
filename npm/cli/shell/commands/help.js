'use strict';

/** @import { Command } from '../contract' */

/** @type {Command} */
const help = {
  usage: '',
  help: 'print this',
  run({ commands, output }) {
    const lines = [...commands].map(([name, command]) => [`.${name} ${command.usage}`, command.help]);
    const width = Math.max(...lines.map(([usage]) => usage.length));
    for (const [usage, text] of lines) output.write(`${usage.padEnd(width)}  ${text}\n`);
  },
};

module.exports = { help };
