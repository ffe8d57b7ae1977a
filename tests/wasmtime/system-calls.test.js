'use strict';

// The tests of crashes run the guest on a simulated disk, which is of JavaScript and so for the engine v8. What they show of
// the guest holds on wasmtime if its host asks the system for the same: the same calls, on the same files, in the same order.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');

const PROGRAM = path.join(__dirname, 'programs/transactions.js');
const CALLS = ['openat', 'close', 'pread64', 'pwrite64', 'ftruncate', 'fsync', 'fcntl'];

/** Others that the program need not make; those that not every CPU has begin with a question mark. */
const OTHERS = [
  '?open', '?unlink', '?unlinkat', '?link', '?linkat', '?rename', '?renameat', '?renameat2', 'fdatasync', 'fchmod', 'fchown', 'write', 'pwritev',
  'fallocate', 'sync_file_range', 'copy_file_range',
];

/** What may differ: two spellings of the same call, names that are made up, numbers of descriptors, and spaces. */
const SAME = [
  [/^open\(/, 'openat('], [/AT_FDCWD<.*?>, /, ''], ['|O_LARGEFILE', ''],
  [/-mj[0-9A-F]{9}/g, '-mj'], [/etilqs_[0-9a-f]{16}/g, 'etilqs'],
  [/\d+</g, '<'], [/ +=/, ' ='],
];

/** What an engine asks of the system about the files in a folder, which is gone afterwards. */
function systemCalls(engine, folder) {
  fs.mkdirSync(folder);
  const trace = `${folder}.trace`;
  // Paths instead of descriptors, and no content.
  execFileSync('strace', ['-y', '-s', '0', '-o', trace, '-e', `trace=${[...CALLS, ...OTHERS]}`, process.execPath, PROGRAM, folder], {
    env: { ...process.env, ANYSQLITE_ENGINE: engine, SQLITE_TMPDIR: folder },
  });
  fs.rmSync(folder, { recursive: true });
  const lines = fs.readFileSync(trace, 'utf8').split('\n').filter((line) => line.includes(folder));
  return lines.map((line) => SAME.reduce((text, [one, same]) => text.replace(one, same), line));
}

test('both engines make the same system calls in the same order', (t) => {
  const place = scratch(t);
  const [v8, wasmtime] = ['v8', 'wasmtime'].map((engine) => systemCalls(engine, place.file('traced')));
  for (const call of CALLS) assert.ok(v8.some((line) => line.startsWith(`${call}(`)), `${call} was traced`);
  const differs = v8.findIndex((line, index) => line !== wasmtime[index]);
  const around = (lines) => lines.slice(Math.max(0, differs - 3), differs + 4);
  if (differs >= 0) assert.deepEqual(around(wasmtime), around(v8), `call ${differs} of ${v8.length}`);
  assert.equal(wasmtime.length, v8.length);
});
