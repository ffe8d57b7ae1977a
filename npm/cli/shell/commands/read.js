'use strict';

const { CommandError } = require('../failures');
const { linesOf, ofFile } = require('../input');
const { runScript } = require('../script');

/** @import { Command, Shell } from '../contract' */

/** How deep files may read files. */
const MAX_DEPTH = 25;

/** @type {WeakMap<Shell, number>} */
const depths = new WeakMap();

/** @type {Command} */
const read = {
  usage: 'FILE',
  help: 'execute the SQL and the commands in FILE; the first error ends it',
  async run(shell, [file]) {
    const depth = depths.get(shell) ?? 0;
    if (depth === MAX_DEPTH) throw new CommandError(`${file}: files read each other more than ${MAX_DEPTH} deep`);
    depths.set(shell, depth + 1);
    try {
      await runScript(shell, ofFile(file, linesOf), file);
    } finally {
      depths.set(shell, depth);
    }
  },
};

module.exports = { read };
