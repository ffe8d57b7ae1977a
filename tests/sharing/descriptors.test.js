'use strict';

// Opening and closing leak neither descriptors nor files, and child processes inherit no descriptors. Also: databases
// on other file systems.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { rounds, randomFor } = require('./support/soak');
const { PACKAGES, SIDES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { settle, startWriter, summary, total } = require('./support/writers');

const random = randomFor('descriptors');

/** How many opens count as one round of the soak. */
const OPENS_PER_ROUND = 200;

const countDescriptors = () => fs.readdirSync('/proc/self/fd').length;

for (const mode of ['delete', 'wal']) {
  test(`opening and closing leak no descriptors, files or memory, in ${mode} mode`, (t) => {
    const Database = require(PACKAGES.ours);
    const { file, list } = scratchFolder(t);
    const first = new Database(file('test.db'));
    first.pragma(`journal_mode = ${mode}`);
    first.exec('create table t (a); insert into t values (0)');
    first.close();
    const opens = (rounds(15) * OPENS_PER_ROUND) / 2;
    const [before, start] = [countDescriptors(), performance.now()];
    let memory = 0;
    for (let number = 0; number < opens; number += 1) {
      const db = new Database(file('test.db'));
      if (number % 10 === 0) db.exec('update t set a = a + 1');
      else db.prepare('select a from t').get();
      db.close();
      if (number === Math.floor(opens / 2)) memory = process.memoryUsage().rss;
    }
    const growth = Math.round((process.memoryUsage().rss - memory) / 2 ** 20);
    assert.equal(countDescriptors(), before);
    assert.deepEqual(list(), ['test.db']);
    assert.ok(growth < 100, `memory grew by ${growth} MB in the second half`);
    console.log(`descriptors, ${mode}: ${opens} opens in ${Math.round(performance.now() - start)} ms, ${growth} MB`);
  });
}

test('a failed open leaks no descriptor', (t) => {
  const Database = require(PACKAGES.ours);
  const { file } = scratchFolder(t);
  fs.writeFileSync(file('text.db'), 'this is not a database, but a text of more than a hundred bytes. '.repeat(20));
  const before = countDescriptors();
  for (let number = 0; number < 200; number += 1) {
    const db = new Database(file('text.db'));
    assert.throws(() => db.exec('select * from sqlite_master'), { code: 'SQLITE_NOTADB' });
    db.close();
    assert.throws(() => new Database(file('missing', 'test.db')), {
      name: 'TypeError', message: 'Cannot open database because the directory does not exist',
    });
    assert.throws(() => new Database(file('missing.db'), { fileMustExist: true }), { code: 'SQLITE_CANTOPEN' });
  }
  assert.equal(countDescriptors(), before);
});

test('a child process inherits no descriptor', (t) => {
  const Database = require(PACKAGES.ours);
  const { file, folder } = scratchFolder(t);
  const db = new Database(file('test.db'));
  db.exec('pragma journal_mode = wal; create table t (a); begin; insert into t values (1)');
  const openFiles = () => fs.readdirSync('/proc/self/fd').map((number) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${number}`);
    } catch {
      return '';
    }
  });
  assert.ok(openFiles().some((target) => target.startsWith(folder)), 'this process has the files open');
  const inherited = execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
  assert.ok(!inherited.includes(folder), inherited);
  db.close();
});

/**
 * Runs writers of both sides on databases in a scratch folder.
 * @param {{ after(fn: () => unknown): void }} t
 * @param {string} parent the scratch folder's parent
 */
async function writeIn(t, parent) {
  const { file, list } = scratchFolder(t, parent);
  for (const mode of ['delete', 'wal']) {
    const path = file(`${mode}.db`);
    const writers = SIDES.map((side) => startWriter(t, side, {
      file: path, mode, who: side, seed: random.below(2 ** 31), seconds: 0.7, reopens: true,
    }));
    await settle(writers, path);
    console.log(`${parent}, ${mode}: ${summary(writers)}`);
    assert.ok(total(writers).commits > 0);
  }
  assert.deepEqual(list(), ['delete.db', 'wal.db']);
}

const SHARED_MEMORY = '/dev/shm';

const skipWithoutSharedMemory = fs.existsSync(SHARED_MEMORY) ? false : `there is no ${SHARED_MEMORY}`;

test('both sides write to databases on tmpfs', { skip: skipWithoutSharedMemory }, (t) => writeIn(t, SHARED_MEMORY));

test('both sides write to databases on an overlay file system', async (t) => {
  // The upper layer must not be on an overlay itself.
  const { folder, file } = scratchFolder(t, fs.existsSync(SHARED_MEMORY) ? SHARED_MEMORY : undefined);
  for (const name of ['lower', 'upper', 'work', 'merged']) fs.mkdirSync(file(name));
  const layers = `lowerdir=${file('lower')},upperdir=${file('upper')},workdir=${file('work')}`;
  const mounted = spawnSync('mount', ['-t', 'overlay', 'overlay', '-o', layers, file('merged')], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    t.skip(`no overlay can be mounted: ${(mounted.stderr ?? String(mounted.error)).trim()}`);
    return;
  }
  try {
    await writeIn({ after() {} }, file('merged'));
  } finally {
    spawnSync('umount', [file('merged')]);
  }
  assert.ok(fs.existsSync(folder));
});
