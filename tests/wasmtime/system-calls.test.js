'use strict';

// The crash tests run the guest on a simulated disk that is written in JavaScript, so only on the engine v8. Their
// results hold on wasmtime if its host makes the same system calls, on the same files, in the same order.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { scratch } = require('../support/scratch');

const PROGRAM = path.join(__dirname, 'programs/transactions.js');
const CALLS = ['openat', 'close', 'pread64', 'pwrite64', 'ftruncate', 'fsync', 'fcntl'];

/** Further calls to trace, which the program need not make. A question mark marks calls that some CPUs lack. */
const OPTIONAL_CALLS = [
  '?open', '?unlink', '?unlinkat', '?link', '?linkat', '?rename', '?renameat', '?renameat2', 'fdatasync', 'fchmod',
  'fchown', 'mmap', 'write', 'pwritev', 'fallocate', 'sync_file_range', 'copy_file_range',
];

/** Removes differences that do not matter: spellings of a call, random names, descriptor numbers, and spaces. */
const NORMALIZATIONS = [
  [/^open\(/, 'openat('], [/AT_FDCWD<.*?>, /, ''], ['|O_LARGEFILE', ''],
  [/-mj[0-9A-F]{9}/g, '-mj'], [/etilqs_[0-9a-f]{16}/g, 'etilqs'],
  [/\d+</g, '<'], [/ +=/, ' ='],
  [/^mmap\(0x[0-9a-f]+/, 'mmap(ADDRESS'], [/^(mmap.* = )0x[0-9a-f]+/, '$1ADDRESS'],
];

/** A mapping at any place, by which each engine finds out in its own way whether a file can be mapped. */
const TRIAL = /^mmap\(NULL/;

/** Returns the system calls of the program on the files in a new folder, which is removed afterwards. */
function systemCalls(settings, folder) {
  fs.mkdirSync(folder);
  const trace = `${folder}.trace`;
  // -y shows the path of each descriptor; -s 0 omits file content.
  const options = ['-y', '-s', '0', '-o', trace, '-e', `trace=${[...CALLS, ...OPTIONAL_CALLS]}`];
  execFileSync('strace', [...options, process.execPath, PROGRAM, folder], {
    env: { ...process.env, ...settings, SQLITE_TMPDIR: folder },
  });
  fs.rmSync(folder, { recursive: true });
  const lines = fs.readFileSync(trace, 'utf8').split('\n').filter((line) => line.includes(folder) && !TRIAL.test(line));
  return lines.map((line) => NORMALIZATIONS.reduce((text, [pattern, same]) => text.replace(pattern, same), line));
}

/** Compares the calls of the engine v8, whose files `files` reads and writes, with those of wasmtime. */
function compare(t, walIndex, files, isCompared) {
  const place = scratch(t);
  const [v8, wasmtime] = ['v8', 'wasmtime'].map((engine) => {
    const settings = { ANYSQLITE_ENGINE: engine, ANYSQLITE_WAL_INDEX: walIndex, ANYSQLITE_FILES: files };
    return systemCalls(settings, place.file('traced')).filter(isCompared);
  });
  for (const call of CALLS.filter((name) => isCompared(`${name}(`))) {
    assert.ok(v8.some((line) => line.startsWith(`${call}(`)), `${call} was not traced`);
  }
  const mappings = v8.filter((line) => line.startsWith('mmap('));
  assert.equal(mappings.length > 0, walIndex === 'mapped');
  const different = v8.findIndex((line, index) => line !== wasmtime[index]);
  const around = (lines) => lines.slice(Math.max(0, different - 3), different + 4);
  if (different >= 0) assert.deepEqual(around(wasmtime), around(v8), `call ${different} of ${v8.length}`);
  assert.equal(wasmtime.length, v8.length);
}

for (const walIndex of ['mapped', 'copied']) {
  test(`with a ${walIndex} WAL index both engines make the same system calls in the same order`, (t) => {
    compare(t, walIndex, 'node', () => true);
  });

  // The addon reads ahead what SQLite asks for at the beginning of most reads, but not of all.
  test(`with a ${walIndex} WAL index the lock addon makes no other system calls, apart from reads`, (t) => {
    compare(t, walIndex, 'addon', (line) => !line.startsWith('pread64('));
  });
}
