'use strict';

// Colours, widths and progress are for terminals alone.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor, PROGRAM } = require('./support/doctor');

/** Runs a command line on a terminal of 50 columns, and prints what the terminal gets. */
const ON_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 50, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
`;

/** @param {string[]} args @param {Record<string, string>} env */
function onTerminal(args, env = {}) {
  const command = ['-c', ON_TERMINAL, process.execPath, PROGRAM, 'doctor', ...args];
  const kept = Object.entries(process.env).filter(([name]) => !/^(NO|FORCE)_COLOR$|^CI$/.test(name));
  const all = { ...Object.fromEntries(kept), TERM: 'xterm-256color', ...env };
  return spawnSync('python3', command, { encoding: 'utf8', env: all }).stdout;
}

/** @param {{ after(fn: () => void): void }} t */
function tree(t) {
  const { folder, file } = scratchFolder(t);
  fs.writeFileSync(file('page.node'), '<html></html>');
  fs.mkdirSync(file('many'));
  for (let index = 0; index < 500; index++) fs.writeFileSync(file('many', `${index}.node`), '');
  return folder;
}

test('on a terminal marks have colours and lines fit', (t) => {
  const output = onTerminal([tree(t)]);
  assert.ok(output.includes('\x1b[31mBAD  \x1b[39m'));
  const sentences = output.split('\r\n').filter((line) => line.startsWith('     '));
  assert.ok(sentences.length > 500);
  assert.deepEqual(sentences.filter((line) => line.length > 50), []);
});

test('NO_COLOR turns colours off', (t) => {
  assert.ok(!onTerminal([tree(t)], { NO_COLOR: '1' }).includes('\x1b[31m'));
});

test('in a pipe there are no colours, no progress and no breaks', (t) => {
  const { stdout, stderr } = doctor([tree(t)]);
  assert.ok(!stdout.includes('\x1b'));
  assert.ok(stdout.includes('     is a web page, probably the error page of a download; install the package again\n'));
  assert.equal(stderr, '');
});

test('progress is written to a terminal, and only when time has passed', () => {
  const { progressOn } = require('../../npm/cli/doctor/output/progress');
  /** @type {string[]} */
  const written = [];
  const stream = /** @type {any} */ ({ isTTY: true, write: (/** @type {string} */ text) => written.push(text) });
  let time = 0;
  const progress = progressOn(stream, () => time);
  time = 199;
  progress.files(1);
  assert.deepEqual(written, []);
  time = 200;
  progress.files(1234);
  progress.files(1235);
  progress.end();
  assert.deepEqual(written, ['\r\x1b[K1,234 files seen …', '\r\x1b[K']);
});
