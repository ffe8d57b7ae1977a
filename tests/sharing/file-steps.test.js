'use strict';

// Several calls of files by one call of the lock addon: the same calls with the same checks, up to the first whose
// result is not the expected one.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessWindows } = require('../support/system');

const {
  ACCESS_EXISTS, ERRNO, LOCK_NONE, LOCK_READ, LOCK_WRITE, OPEN_READWRITE, STEP_ACCESS, STEP_ARGUMENTS, STEP_BYTES,
  STEP_CALL, STEP_EXPECTED, STEP_LOCK, STEP_READ, STEP_RESULT, STEP_SIZE,
} = require(path.join(PACKAGES.ours, 'lib/generated/abi'));
const { Host } = require(path.join(PACKAGES.ours, 'lib/host'));

const options = unlessWindows('calls of files by the addon');
const MEMORY_BYTES = 1 << 16;
const [PATH_AT, BYTES_AT, STEPS_AT] = [1000, 3000, 4000];

/** Returns a host whose files the addon reads, with a file of its own that it can open. */
function host(t) {
  const made = new Host();
  made.memory.attach({ buffer: new ArrayBuffer(MEMORY_BYTES) });
  const name = scratchFolder(t).file('file');
  fs.writeFileSync(name, '0123456789');
  t.after(() => made.closeFiles());
  const open = () => made.imports.path_open(PATH_AT, made.memory.setText(name, PATH_AT, 1000), OPEN_READWRITE, 0);
  return { ...made.imports, memory: made.memory, name, open };
}

/** Performs steps, each [call, arguments, expected]. Returns the number performed, and their results. */
function perform({ file_steps, memory }, steps, at = STEPS_AT) {
  const view = new DataView(memory.bytes.buffer);
  steps.forEach(([call, values, expected], i) => {
    const record = at + i * STEP_BYTES;
    view.setFloat64(record + STEP_CALL, call, true);
    values.forEach((value, k) => view.setFloat64(record + STEP_ARGUMENTS + 8 * k, value, true));
    view.setFloat64(record + STEP_EXPECTED, expected, true);
    view.setFloat64(record + STEP_RESULT, NaN, true);
  });
  const performed = file_steps(at, steps.length);
  return { performed, results: steps.map((_, i) => view.getFloat64(at + i * STEP_BYTES + STEP_RESULT, true)) };
}

test('steps are performed one after the other', options, (t) => {
  const made = host(t);
  const [one, two] = [made.open(), made.open()];
  const length = made.memory.setText(`${made.name}-journal`, PATH_AT, 1000);
  const steps = [
    [STEP_LOCK, [one, LOCK_WRITE, 0, 1], 0],
    [STEP_LOCK, [two, LOCK_WRITE, 1, 1], 0],
    [STEP_LOCK, [one, LOCK_NONE, 0, 1], 0],
    [STEP_ACCESS, [PATH_AT, length, ACCESS_EXISTS], -ERRNO.ENOENT],
    [STEP_READ, [one, BYTES_AT, 4, 2], 4],
    [STEP_SIZE, [one], 0],
  ];
  assert.deepEqual(perform(made, steps), { performed: 6, results: [0, 0, 0, -ERRNO.ENOENT, 4, 10] });
  assert.equal(made.memory.text(BYTES_AT, 4), '2345');
  assert.equal(made.fd_lock_conflict(two, LOCK_WRITE, 0, 1), LOCK_NONE);
  assert.equal(made.fd_lock_conflict(one, LOCK_READ, 1, 1), LOCK_WRITE);
});

test('no step follows one with another result than the expected one', options, (t) => {
  const made = host(t);
  const [one, two] = [made.open(), made.open()];
  assert.equal(made.fd_lock(two, LOCK_WRITE, 0, 1), 0);
  const after = [STEP_LOCK, [one, LOCK_WRITE, 5, 1], 0];
  const length = made.memory.setText(made.name, PATH_AT, 1000);
  const unexpected = {
    'a lock of another': [[STEP_LOCK, [one, LOCK_READ, 0, 1], 0], -ERRNO.EAGAIN],
    'a file that exists': [[STEP_ACCESS, [PATH_AT, length, ACCESS_EXISTS], -ERRNO.ENOENT], 0],
    'a file that is too short': [[STEP_READ, [one, BYTES_AT, 16, 2], 16], 8],
    'a call that is none of them': [[17, [one], 0], -ERRNO.EINVAL],
    'a call that is no number': [[NaN, [9999], 10], -ERRNO.EBADF],
  };
  for (const [what, [step, result]] of Object.entries(unexpected)) {
    assert.deepEqual(perform(made, [step, after]), { performed: 1, results: [result, NaN] }, what);
    assert.equal(made.fd_lock_conflict(two, LOCK_WRITE, 5, 1), LOCK_NONE, what);
  }
});

test("a step on a descriptor that is not the guest's is refused", options, (t) => {
  const made = host(t);
  const foreign = fs.openSync(made.name, 'r+');
  t.after(() => fs.closeSync(foreign));
  for (const file of [foreign, -1, 2 ** 21, NaN]) {
    for (const step of [
      [STEP_READ, [file, BYTES_AT, 1, 0], 1], [STEP_SIZE, [file], 10], [STEP_LOCK, [file, LOCK_READ, 0, 1], 0],
    ]) {
      assert.deepEqual(perform(made, [step]), { performed: 1, results: [-ERRNO.EBADF] });
    }
  }
});

test('nothing beyond the memory is read or written', options, (t) => {
  const made = host(t);
  const file = made.open();
  const { results } = perform(made, [[STEP_READ, [file, MEMORY_BYTES - 1, 2, 0], 2]]);
  assert.deepEqual(results, [-ERRNO.EINVAL]);
  const places = [[MEMORY_BYTES, 1], [MEMORY_BYTES - STEP_BYTES + 1, 1], [-8, 1], [0, 1200], [0, -1], [8, 2 ** 31 - 1]];
  for (const [at, count] of places) assert.equal(made.file_steps(at, count), -ERRNO.EINVAL, `${count} at ${at}`);
  assert.equal(made.file_steps(STEPS_AT, 0), 0);
});
