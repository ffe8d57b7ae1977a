'use strict';

// The calls of files that the guest makes of the lock addon directly: they do what those by node:fs do, reach nothing
// but the guest's memory, and only the guest's descriptors.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessWindows } = require('../support/system');

const {
  ACCESS_EXECUTE, ACCESS_EXISTS, ACCESS_READ, ACCESS_WRITE, ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE, OPEN_READWRITE,
} = require(path.join(PACKAGES.ours, 'lib/generated/abi'));
const { Host } = require(path.join(PACKAGES.ours, 'lib/host'));

/** On Windows the lock addon has no calls of files. */
const options = unlessWindows('calls of files by the addon');
const MEMORY_BYTES = 1 << 16;
const PATH_AT = 1000;

/** Returns a host with some memory and a file of its own, by what makes the calls. */
function host(t, by) {
  const before = process.env.ANYSQLITE_FILES;
  process.env.ANYSQLITE_FILES = by;
  const made = new Host();
  if (before === undefined) delete process.env.ANYSQLITE_FILES;
  else process.env.ANYSQLITE_FILES = before;
  made.memory.attach({ buffer: new ArrayBuffer(MEMORY_BYTES) });
  const name = scratchFolder(t).file('file');
  fs.writeFileSync(name, '0123456789');
  const open = (flags) => {
    const length = made.memory.setText(name, PATH_AT, 1000);
    return made.imports.path_open(PATH_AT, length, flags, 0);
  };
  t.after(() => made.closeFiles());
  return { ...made.imports, memory: made.memory, name, open };
}

for (const by of ['addon', 'node']) {
  test(`by ${by}: bytes are read and written where they belong`, options, (t) => {
    const { fd_read, fd_write, memory, name, open } = host(t, by);
    const file = open(OPEN_READWRITE);
    assert.equal(fd_read(file, 10, 4, 2), 4);
    assert.equal(memory.text(10, 4), '2345');
    assert.equal(fd_read(file, 10, 100, 8), 2, 'at the end of the file');
    assert.equal(fd_read(file, 10, 100, 2 ** 40), 0);
    assert.equal(fd_write(file, 10, 2, 20), 2);
    assert.equal(fs.readFileSync(name, 'latin1'), '0123456789' + '\0'.repeat(10) + '89');
  });

  test(`by ${by}: the size of a file is exact beyond 4 GB`, options, (t) => {
    const { fd_size, name, open } = host(t, by);
    const file = open(OPEN_READWRITE);
    assert.equal(fd_size(file), 10);
    for (const size of [0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 5 * 2 ** 30 + 1, 2 ** 40 + 3]) {
      fs.truncateSync(name, size);
      assert.equal(fd_size(file), size);
    }
  });

  test(`by ${by}: descriptors that are not the guest's are refused`, options, (t) => {
    const { fd_close, fd_lock, fd_lock_conflict, fd_read, fd_size, fd_write, name, open } = host(t, by);
    const foreign = fs.openSync(name, 'r+');
    t.after(() => fs.closeSync(foreign));
    const own = open(OPEN_READWRITE);
    fd_close(own);
    for (const file of [foreign, own, -1, 2 ** 21, 1 / 0, NaN]) {
      assert.deepEqual(
        [
          fd_read(file, 0, 1, 0), fd_write(file, 0, 1, 0),
          fd_lock(file, LOCK_READ, 0, 1), fd_lock_conflict(file, LOCK_READ, 0, 1), fd_size(file),
        ],
        Array(5).fill(-ERRNO.EBADF), String(file),
      );
    }
    assert.equal(fs.readFileSync(name, 'latin1'), '0123456789');
  });

  test(`by ${by}: nothing beyond the memory is read or written`, options, (t) => {
    const { fd_read, fd_write, name, open } = host(t, by);
    const file = open(OPEN_READWRITE);
    const places = [
      [MEMORY_BYTES, 1], [MEMORY_BYTES - 1, 2], [-1, 1], [0, MEMORY_BYTES + 1], [-8, 16], [8, -1],
    ];
    for (const [at, count] of places) {
      assert.ok(fd_read(file, at, count, 0) < 0, `read ${count} at ${at}`);
      assert.ok(fd_write(file, at, count, 0) < 0, `write ${count} at ${at}`);
    }
    assert.equal(fs.readFileSync(name, 'latin1'), '0123456789');
  });

  test(`by ${by}: failures are the system's errnos`, options, (t) => {
    const { fd_read, fd_write, open } = host(t, by);
    const file = open(0);
    assert.equal(fd_write(file, 0, 1, 0), -ERRNO.EBADF);
    assert.equal(fd_read(file, 0, 1, 0), 1);
  });

  test(`by ${by}: locks exclude another descriptor`, options, (t) => {
    const { fd_lock, fd_lock_conflict, open } = host(t, by);
    const [one, two] = [open(OPEN_READWRITE), open(OPEN_READWRITE)];
    // What the guest gets of a negative zero is 0.
    const set = (...values) => fd_lock(...values) | 0;
    assert.equal(set(one, LOCK_WRITE, 2 ** 33, 1), 0);
    assert.equal(set(two, LOCK_READ, 2 ** 33, 1), -ERRNO.EAGAIN);
    assert.equal(fd_lock_conflict(two, LOCK_READ, 2 ** 33, 1), LOCK_WRITE);
    assert.equal(set(one, LOCK_NONE, 2 ** 33, 1), 0);
    assert.equal(fd_lock_conflict(two, LOCK_WRITE, 2 ** 33, 1), LOCK_NONE);
  });
}

/** Makes paths of many kinds. Returns them by a description. */
function paths(t) {
  const { file } = scratchFolder(t);
  const [there, closed, link, loop] = ['there', 'closed', 'link', 'loop'].map((name) => file(name));
  fs.writeFileSync(there, '');
  fs.writeFileSync(closed, '', { mode: 0 });
  fs.symlinkSync(file('missing'), link);
  fs.symlinkSync(loop, loop);
  fs.writeFileSync(file('\u{1f418} ü'), '');
  return {
    'a file': there, 'a folder': file('.'), 'a file without rights': closed, 'no file': file('missing'),
    'a link to nothing': link, 'a loop of links': loop, 'below a file': `${there}/x`,
    'letters of all kinds': file('\u{1f418} ü'), 'a name that is too long': file('x'.repeat(300)),
    'a path that is too long': `/${'x/'.repeat(3000)}`, 'a name with a NUL': `${there}\0`, 'no name': '',
  };
}

test('the rights to a path are the same by both', options, (t) => {
  const [addon, node] = [host(t, 'addon'), host(t, 'node')];
  const answer = ({ memory, path_access }, name, rights) =>
    path_access(PATH_AT, memory.setText(name, PATH_AT, 10_000), rights);
  const all = paths(t);
  for (const [kind, name] of Object.entries(all)) {
    for (const rights of [ACCESS_EXISTS, ACCESS_READ, ACCESS_READ | ACCESS_WRITE, ACCESS_EXECUTE]) {
      assert.equal(answer(addon, name, rights), answer(node, name, rights), `${kind}, ${rights}`);
    }
  }
  assert.equal(answer(addon, all['a file'], ACCESS_EXISTS), 0);
  assert.equal(answer(addon, all['no file'], ACCESS_EXISTS), -ERRNO.ENOENT);
});

test('a path that is not in the memory is refused', options, (t) => {
  for (const by of ['addon', 'node']) {
    const { path_access } = host(t, by);
    for (const [at, length] of [[MEMORY_BYTES, 1], [MEMORY_BYTES - 1, 2], [-1, 1], [0, MEMORY_BYTES + 1], [8, -1]]) {
      for (const rights of [ACCESS_EXISTS, ACCESS_READ]) assert.ok(path_access(at, length, rights) < 0, `${by} ${at}`);
    }
  }
});

test('memory that lies elsewhere is used from then on', options, (t) => {
  const { fd_read, memory, open } = host(t, 'addon');
  const file = open(0);
  const [old] = [memory.bytes];
  memory.attach({ buffer: new ArrayBuffer(2 * MEMORY_BYTES) });
  assert.equal(fd_read(file, MEMORY_BYTES + 1, 3, 0), 3);
  assert.equal(memory.text(MEMORY_BYTES + 1, 3), '012');
  assert.deepEqual([...old.subarray(1, 4)], [0, 0, 0]);
});

test('what makes the calls can be chosen, and another name is an error', options, () => {
  const chosen = (ANYSQLITE_FILES) => answerOfChild((_, name) => {
    try {
      return [new (require(name))(':memory:').open, require(name).anysqlite.files];
    } catch ({ message }) {
      return message;
    }
  }, { args: [PACKAGES.ours], env: { ANYSQLITE_FILES, ANYSQLITE_ENGINE: 'v8' }, bare: true });
  for (const by of ['addon', 'node']) assert.deepEqual(chosen(by), [true, by]);
  assert.match(chosen('other'), /cannot be made by "other" here; unset ANYSQLITE_FILES/);
});
