'use strict';

// Locks byte ranges with the package's shim, on whatever runtime this is: a JSON command a line in, an answer a line out.
// The first argument is the package's folder.

const fs = require('fs');
const os = require('os');
const path = require('path');
const readline = require('readline');

const LOCKS = path.join(path.resolve(process.argv[2]), 'lib', 'host', 'locks');

/** Loaded when first used, so that a failure is the answer to a command. */
const shim = () => require(path.join(LOCKS, 'shim.js')).loadShim();

/** @type {Record<string, (details: any) => unknown>} */
const commands = {
  about() {
    const { bun, deno, node } = process.versions;
    const version = [['Bun', bun], ['Deno', deno], ['Node', node]].find(([, number]) => number !== undefined);
    return { arch: process.arch, endianness: os.endianness(), version: version?.join(' '), functions: Object.keys(shim()) };
  },
  open: ({ name }) => fs.openSync(name, 'r+'),
  close: ({ file }) => fs.closeSync(file),
  lock: ({ file, kind, offset, length }) => shim().lock(file, kind, offset, length),
  holder: ({ file, kind, offset, length }) => shim().holder(file, kind, offset, length),
  tier() {
    const { lockTier, reasons } = require(path.join(LOCKS, 'tier.js'));
    return { name: lockTier().name, reasons };
  },
};

/** @param {string} line */
function answer(line) {
  try {
    const { command, ...details } = JSON.parse(line);
    return { result: commands[command](details) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? { code: error.name, message: error.message } : { message: String(error) } };
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answer(line))}\n`);
});
