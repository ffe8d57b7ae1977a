'use strict';

// The JavaScript host alone, as a guest would call it whose code an attacker has taken over.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const {
  ERRNO, IMPORTS, LOCK_WRITE, OPEN_READWRITE, STAT_SIZE, VIEW_BYTES,
} = require('../../npm/lib/generated/abi');
const { Host } = require('../../npm/lib/host');
const { mappingImportsBy } = require('../../npm/lib/host/locks/mappings');
const { scratchFolder } = require('../support/scratch-folder');

/** @import { Imports } from '../../npm/lib/generated/abi' */

/** @typedef {(...values: number[]) => number} Call */

const NAMES = /** @type {(keyof Imports)[]} */ (
  Object.keys(IMPORTS).filter((name) => name.startsWith('fd_') && name !== 'fd_stat'));

/** Arguments after the descriptor that are valid for a file of 4 bytes. @type {Record<string, number[]>} */
const ARGUMENTS = {
  fd_read: [0, 4, 0], fd_write: [0, 4, 0], fd_truncate: [0], fd_sync: [0], fd_chown: [0, 0],
  fd_chmod: [0o644], fd_lock: [LOCK_WRITE, 0, 1], fd_lock_conflict: [LOCK_WRITE, 0, 1],
};

/** @param {Host} host @param {keyof Imports} name @param {number} file */
const call = (host, name, file) => /** @type {Call} */ (host.imports[name])(file, ...(ARGUMENTS[name] ?? []));

/** Returns a host with memory. */
function createHost() {
  const host = new Host();
  host.memory.attach({ buffer: new ArrayBuffer(65536) });
  return host;
}

/** @param {Host} host @param {string} file */
function openByHost(host, file) {
  const length = host.memory.setText(file, 1024, 4096);
  const descriptor = host.imports.path_open(1024, length, OPEN_READWRITE, 0);
  assert.ok(descriptor >= 0);
  return descriptor;
}

for (const name of NAMES) {
  test(`${name} refuses a descriptor that the instance did not open`, (t) => {
    const file = path.join(scratchFolder(t).folder, 'secret');
    fs.writeFileSync(file, 'text');
    const mode = fs.statSync(file).mode;
    const descriptor = fs.openSync(file, 'r+');
    t.after(() => fs.closeSync(descriptor));
    const host = createHost();
    const other = createHost();
    const ofOther = openByHost(other, file);
    for (const foreign of [descriptor, ofOther, 0, 1, 2, -1, 2 ** 20, 0.5, NaN]) {
      assert.equal(call(host, name, foreign), -ERRNO.EBADF, `descriptor ${foreign}`);
    }
    assert.deepEqual([fs.readFileSync(file, 'utf8'), fs.statSync(file).mode], ['text', mode]);
    assert.equal(call(other, 'fd_size', ofOther), 4, 'it is still open');
    other.closeFiles();
  });

  test(`${name} refuses a descriptor that the instance has closed`, (t) => {
    const file = path.join(scratchFolder(t).folder, 'file');
    fs.writeFileSync(file, 'text');
    const host = createHost();
    const closed = openByHost(host, file);
    assert.equal(host.imports.fd_close(closed), 0);
    const reused = fs.openSync(file, 'r+');
    t.after(() => fs.closeSync(reused));
    assert.equal(reused, closed, 'the system uses the number again');
    assert.equal(call(host, name, closed), -ERRNO.EBADF);
    assert.equal(fs.fstatSync(reused).size, 4, 'it is still open');
  });
}

test('fd_stat describes any descriptor: the application may pass two of a database', (t) => {
  const file = path.join(scratchFolder(t).folder, 'file');
  fs.writeFileSync(file, 'text');
  const descriptor = fs.openSync(file, 'r');
  t.after(() => fs.closeSync(descriptor));
  const host = createHost();
  assert.equal(host.imports.fd_stat(descriptor, 0), 0);
  assert.equal(host.memory.float64(STAT_SIZE), 4);
});

test('a host uses the descriptors that it has opened', (t) => {
  const file = path.join(scratchFolder(t).folder, 'file');
  fs.writeFileSync(file, 'text');
  const host = createHost();
  const own = openByHost(host, file);
  assert.equal(call(host, 'fd_read', own), 4);
  assert.equal(host.memory.text(0, 4), 'text');
  for (const name of NAMES.filter((name) => name !== 'fd_chown' && name !== 'fd_close')) {
    const answer = call(host, name, own);
    // This memory need not lie where a file can be mapped, and only one of the two ways to the WAL index is in force.
    if (name === 'fd_map' || name === 'fd_view') assert.notEqual(answer, -ERRNO.EBADF, name);
    else assert.ok(answer >= 0, name);
  }
  assert.equal(call(host, 'fd_close', own), 0);
});

test('memory that has moved gets no mapping of a descriptor that the instance has closed', (t) => {
  const file = path.join(scratchFolder(t).folder, 'file');
  fs.writeFileSync(file, Buffer.alloc(VIEW_BYTES, 1));
  const host = createHost();
  /** @type {string[]} */
  const mapped = [];
  const addon = { map: () => mapped.push('map') && 0, unmap: () => 0, address: () => mapped.length, fence: () => 0 };
  const own = openByHost(host, file);
  const imports = mappingImportsBy(addon, host.memory, host.descriptors);
  assert.equal(imports.fd_map(own, 0, 0) | 0, 0);
  assert.equal(imports.memory_grown() | 0, 0);
  host.imports.fd_close(own);
  mapped.push('moved');
  assert.equal(imports.memory_grown(), -ERRNO.EBADF);
  assert.deepEqual(mapped, ['map', 'moved']);
});
