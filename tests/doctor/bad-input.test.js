'use strict';

// What nobody wishes to examine: huge files and trees, FIFOs, strange names, wrong arguments, no WebAssembly.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { prebuilt } = require('../support/foreign-addons');
const { scratchFolder } = require('../support/scratch-folder');
const { doctor, PROGRAM, report } = require('./support/doctor');

/** The engine that needs WebAssembly, even where the other one is built. */
const ON_V8 = { ANYSQLITE_ENGINE: 'v8' };

/** How many files the large tree has. */
const FILES = Number(process.env.ANYSQLITE_DOCTOR_FILES || 5_000);

/** Bytes of a file that no process could read into memory. */
const HUGE = 4 * 2 ** 30;

/** What a damaged header claims. */
const CLAIMED = 2n ** 62n;

/** Kilobytes of address space that Node starts with, without WebAssembly's memory. */
const ADDRESS_SPACE_KB = 2_500_000;

test('an addon of 4 GB is judged by its tables', (t) => {
  const { file } = scratchFolder(t);
  fs.copyFileSync(prebuilt('linux-x64'), file('sound.node'));
  fs.truncateSync(file('sound.node'), HUGE);
  fs.writeFileSync(file('zeros.node'), '');
  fs.truncateSync(file('zeros.node'), HUGE);
  const { addons } = report([file('.')]);
  assert.deepEqual(addons.map(({ loads }) => loads), [true, false]);
  assert.match(addons[1].reason, /^consists of zeros/);
});

test('tables that claim to be enormous are damage, and take no memory', (t) => {
  const { file } = scratchFolder(t);
  const content = fs.readFileSync(prebuilt('linux-x64'));
  const [headers, size, fileSize] = [64, 56, 32];
  for (let index = 0; index < content.readUInt16LE(56); index++) {
    content.writeBigUInt64LE(CLAIMED, headers + index * size + fileSize);
  }
  fs.writeFileSync(file('enormous.node'), content);
  const { addons } = report([file('enormous.node')]);
  assert.equal(addons[0].loads, false);
  assert.match(addons[0].reason, /^is cut short|^is damaged/);
});

test('every byte of the headers may be wrong', (t) => {
  const { folder, file } = scratchFolder(t);
  const names = ['linux-x64', 'darwin-arm64', 'win32-x64'];
  const sources = names.map((name) => fs.readFileSync(prebuilt(name)).subarray(0, 40_000));
  sources.forEach((source, index) => {
    for (let offset = 0; offset < 1024; offset += 3) {
      const damaged = Buffer.from(source);
      damaged[offset] ^= 0xff;
      fs.writeFileSync(file(`${index}-${offset}.node`), damaged);
    }
  });
  const { addons } = report([folder]);
  assert.equal(addons.length, 3 * 342);
  // All are cut to 40 kB.
  assert.deepEqual(addons.filter(({ loads }) => loads !== false), []);
});

test('a FIFO, a folder and a link to itself are no addons, and nothing waits for them', (t) => {
  const { folder, file } = scratchFolder(t);
  execFileSync('mkfifo', [file('fifo.node')]);
  fs.mkdirSync(file('folder.node'));
  fs.symlinkSync('loop.node', file('loop.node'));
  const { addons } = report([folder]);
  assert.deepEqual(addons.map(({ reason }) => reason.split(':')[0]), [
    'is no regular file', 'is a folder, as Docker makes where a file to be mounted is missing', 'cannot be read',
  ]);
});

test(`a tree of ${FILES} files is examined`, (t) => {
  const { folder, file } = scratchFolder(t);
  const perFolder = 1000;
  for (let index = 0; index < FILES; index++) {
    if (index % perFolder === 0) fs.mkdirSync(file(String(index / perFolder)));
    fs.closeSync(fs.openSync(file(String(Math.floor(index / perFolder)), String(index)), 'w'));
  }
  const { files, status } = report([folder]);
  assert.equal(files, FILES);
  assert.equal(status, 0);
});

test('control characters in names do not reach the terminal', (t) => {
  const { folder, file } = scratchFolder(t);
  fs.writeFileSync(file('\x1b[31mred\n.node'), '');
  const { stdout } = doctor([folder]);
  assert.ok(stdout.includes('\\x1b[31mred\\x0a.node'));
  assert.ok(!stdout.includes('\x1b'));
});

test('wrong arguments are explained, with exit code 2', (t) => {
  const { file } = scratchFolder(t);
  const cases = [
    [['--wrong'], /Unknown option '--wrong'[^]*usage: anysqlite doctor/],
    [['one', 'two'], /One path is examined at a time, and these are 2/],
    [[file('nowhere')], /nowhere does not exist: name a folder, a \.node file or a database/],
    [['--database'], /Option '--database <value>' argument missing/],
  ];
  for (const [args, message] of cases) {
    const { status, stdout, stderr } = doctor(/** @type {string[]} */ (args));
    assert.match(stderr, /** @type {RegExp} */ (message));
    assert.deepEqual([status, stdout], [2, '']);
  }
});

test('without WebAssembly the doctor says so, and judges nothing', (t) => {
  const { folder, file } = scratchFolder(t);
  fs.copyFileSync(prebuilt('linux-x64'), file('linux-x64.node'));
  const { addons, process: here, package: own, status } = report([folder], { node: ['--jitless'], env: ON_V8 });
  const reason = 'the JavaScript engine runs without WebAssembly (--jitless)';
  assert.deepEqual(here.webAssembly, { works: false, reason });
  assert.equal(own.works, false);
  assert.equal(addons[0].loads, null);
  assert.equal(status, 1);
});

test('with too little address space the doctor says so', () => {
  // Newer releases of Node can do with less than any process starts with.
  const { command, args } = prepare('node18');
  const limited = `ulimit -v ${ADDRESS_SPACE_KB}; exec "$@"`;
  const line = ['-c', limited, 'sh', command, ...args, PROGRAM, 'doctor', '--json', __dirname];
  const { stdout, status } = spawnSync('sh', line, { encoding: 'utf8', env: { ...process.env, ...ON_V8 } });
  const { package: own } = JSON.parse(stdout);
  assert.equal(own.works, false);
  assert.match(own.reason, /too little address space/);
  assert.equal(status, 1);
});

test('a reader that stops early, as head does, is no error', () => {
  const command = `"$0" "${PROGRAM}" doctor --json "${path.join(__dirname, '..')}" | head -c 10`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath], { encoding: 'utf8' });
  assert.equal(stdout.length, 10);
  assert.equal(stderr, '');
});
