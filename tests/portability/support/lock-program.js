'use strict';

// Locks byte ranges with the package's shim, on the runtime under test: reads one JSON command per line and writes one
// answer per line. The first argument is the folder of the package.

const fs = require('fs');
const os = require('os');
const path = require('path');
const { answerCommands } = require('../../support/answer-commands.js');

const LOCKS = path.join(path.resolve(process.argv[2]), 'lib', 'host', 'locks');

/** Loads the shim at its first use, so that a failure to load is the answer to a command. */
const shim = () => require(path.join(LOCKS, 'shim.js')).loadShim();

/** @type {Record<string, (details: any) => unknown>} */
const commands = {
  about() {
    const { bun, deno, node } = process.versions;
    const version = [['Bun', bun], ['Deno', deno], ['Node', node]].find(([, number]) => number !== undefined);
    const functions = Object.keys(shim());
    return { arch: process.arch, endianness: os.endianness(), version: version?.join(' '), functions };
  },
  open: ({ name }) => fs.openSync(name, 'r+'),
  close: ({ file }) => fs.closeSync(file),
  lock: ({ file, kind, offset, length }) => shim().lock(file, kind, offset, length),
  holder: ({ file, kind, offset, length }) => shim().holder(file, kind, offset, length),
  tier() {
    const { lockTier, reasons } = require(path.join(LOCKS, 'tier.js'));
    return { name: lockTier().name, reasons };
  },
  reach() {
    const { files, walIndex } = require(path.resolve(process.argv[2])).anysqlite;
    return { files, walIndex };
  },
};

answerCommands(commands);
