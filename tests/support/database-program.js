'use strict';

// Works on one database with the package in the folder of its first argument: a JSON command a line in, an answer a line out.

const fs = require('node:fs');
const path = require('node:path');
const { answerCommands } = require('./answer-commands');

const Database = require(path.resolve(process.argv[2]));

let db;

/** A value as JSON, with what JSON has not: the type of a number, and bytes. */
function toJson(value) {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (typeof value === 'number') {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(value);
    return { real: bits.toString('hex') };
  }
  return Buffer.isBuffer(value) ? { blob: value.toString('hex') } : value;
}

/** Ends this process as a power switch would, just before or after it removes a file whose name has that in it. */
function dieAtRemoval({ name, after }) {
  const { unlinkSync } = fs;
  fs.unlinkSync = (file) => {
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
  dieAtRemoval,
};

answerCommands(commands);
