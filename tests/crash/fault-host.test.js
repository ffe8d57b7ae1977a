'use strict';

// The simulated host itself: what a power cut may and may not do to its disk, and which byte-range locks conflict.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { IMPORTS, LOCK_NONE, LOCK_READ, LOCK_WRITE } = require('../../npm/lib/generated/abi');
const { Disk } = require('./support/disk');
const { FaultHost } = require('./support/fault-host');
const { Locks } = require('./support/locks');
const { afterPowerCut } = require('./support/power-cut');
const { Random } = require('../support/random');

const FILE = '/data/file';
const DATA_DIRECTORY = 2; // the inode number of /data

/**
 * Returns the disks that many power cuts leave after `work`.
 * @param {(disk: Disk) => void} work
 * @param {import('./support/power-cut').Model} model
 */
function outcomes(work, model) {
  const disk = new Disk([['/data/old', Buffer.alloc(2048, 'o')]]);
  work(disk);
  return Array.from({ length: 300 }, (_, seed) => afterPowerCut(disk, disk.log.length, new Random(seed), model));
}

test('the simulated host has exactly the imports of the guest', () => {
  assert.deepEqual(Object.keys(new FaultHost(new Disk()).imports).sort(), Object.keys(IMPORTS).sort());
});

for (const model of /** @type {const} */ (['cached', 'journaled', 'ordered'])) {
  test(`synced data survives a power cut (${model})`, () => {
    const disks = outcomes((disk) => {
      const inode = disk.create(FILE);
      disk.write(inode, 0, Buffer.from('one'));
      disk.sync(inode);
      disk.sync(DATA_DIRECTORY);
      disk.unlink('/data/old');
    }, model);
    for (const disk of disks) assert.equal(String(disk.content(FILE)), 'one');
    const left = disks.filter((disk) => disk.content('/data/old') !== undefined);
    assert.ok(left.length > 0 && left.length < disks.length, 'an unsynced removal of a name may be undone');
  });

  test(`an unsynced write may be lost, torn or complete after a power cut (${model})`, () => {
    const disks = outcomes((disk) => disk.write(disk.inodeOf('/data/old'), 0, Buffer.alloc(2048, 'n')), model);
    const contents = new Set(disks.map((disk) => String(disk.content('/data/old')).replace(/(.)\1{511}/g, '$1')));
    assert.ok(contents.has('oooo') && contents.has('nnnn') && contents.size > 5);
    for (const content of contents) assert.match(content, /^[no]{4}$/, 'a sector is written whole or not at all');
  });
}

test('a later write may survive without an earlier one, unless the disk keeps the order', () => {
  /** @param {Disk} disk */
  const work = (disk) => {
    disk.write(disk.inodeOf('/data/old'), 0, Buffer.alloc(512, '1'));
    disk.write(disk.inodeOf('/data/old'), 1024, Buffer.alloc(512, '2'));
  };
  /** @param {Disk} disk */
  const onlySecondSurvived = (disk) => String(disk.content('/data/old')).replace(/(.)\1{511}/g, '$1') === 'oo2o';
  assert.ok(outcomes(work, 'cached').some(onlySecondSurvived));
  assert.ok(!outcomes(work, 'ordered').some(onlySecondSurvived));
});

test('byte-range locks belong to an open file, and a part of one can change', () => {
  const locks = new Locks();
  const [one, two] = [{}, {}];
  assert.ok(locks.set(one, LOCK_READ, 10, 20));
  assert.ok(locks.set(two, LOCK_READ, 15, 16));
  assert.ok(!locks.set(one, LOCK_WRITE, 10, 20));
  assert.equal(locks.conflict(two, LOCK_WRITE, 0, 100), LOCK_READ);
  assert.ok(locks.set(two, LOCK_NONE, 0, 100));
  assert.ok(locks.set(one, LOCK_WRITE, 12, 14), 'a part of a lock can be upgraded');
  assert.ok(locks.set(two, LOCK_READ, 14, 20));
  assert.ok(!locks.set(two, LOCK_READ, 13, 20));
  locks.drop(one);
  assert.ok(locks.set(two, LOCK_WRITE, 0, 100));
});
