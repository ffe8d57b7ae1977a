'use strict';

// Executes JSON commands on one database, with the package in the folder of its first argument. The protocol is that of
// answer-commands.js.

const fs = require('node:fs');
const path = require('node:path');
const { answerCommands } = require('./answer-commands');

/** Called instead of unlinkSync(), once the process is to die. The package takes the function when it loads. */
let unlink = fs.unlinkSync;
fs.unlinkSync = (file) => unlink(file);

const Database = require(path.resolve(process.argv[2]));

let db;

/** Returns a value as JSON that tells integers, reals (by their bits) and blobs apart. */
function toJson(value) {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (typeof value === 'number') {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(value);
    return { real: bits.toString('hex') };
  }
  return Buffer.isBuffer(value) ? { blob: value.toString('hex') } : value;
}

/** Makes the process kill itself just before or `after` it unlinks a file whose path contains `name`. */
function dieAtUnlink({ name, after }) {
  const unlinkSync = unlink;
  unlink = (file) => {
    if (!file.includes(name)) return unlinkSync(file);
    if (after) unlinkSync(file);
    return process.kill(process.pid, 'SIGKILL');
  };
}

const commands = {
  open({ file, options }) {
    db = new Database(file, options);
  },
  unsafe() {
    db.unsafeMode();
  },
  exec({ sql }) {
    db.exec(sql);
  },
  rows({ sql }) {
    return db.prepare(sql).raw().safeIntegers().all().map((row) => row.map(toJson));
  },
  close() {
    db.close();
  },
  dieAtUnlink,
};

answerCommands(commands);
