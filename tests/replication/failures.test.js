'use strict';

// What goes wrong with Litestream harms neither the database nor the application, and can be mended.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { rounds, sleep } = require('../sharing/support/soak');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { assertSame, contentBy } = require('./support/content');
const { Litestream, RELEASES } = require('./support/litestream');

const Database = require(PACKAGES.ours);

/** Opens a database in WAL mode with a table of blobs, and inserts some. */
function openFilled(t, file, count) {
  const db = new Database(file);
  t.after(() => db.close());
  db.pragma('journal_mode = wal');
  db.exec('create table if not exists blobs (id integer primary key, data)');
  insert(db, count);
  return db;
}

/** Inserts blobs of 2000 bytes in one transaction. */
function insert(db, count) {
  const statement = db.prepare('insert into blobs (data) values (randomblob(2000))');
  db.transaction(() => {
    for (let i = 0; i < count; i += 1) statement.run();
  })();
}

const countIn = (file) => contentBy('ours', file).length;

/** Lets Litestream catch up with a database that nobody changes, and compares every row. Returns how many there are. */
async function mend(litestream, folder, file) {
  const expected = countIn(file);
  await litestream.catchUp(folder.file('restored.db'), (restored) => countIn(restored) === expected);
  return assertSame(file, folder.file('restored.db'));
}

for (const release of RELEASES) {
  const setUp = (t) => {
    const folder = scratchFolder(t);
    const file = folder.file('app.db');
    return { folder, file, replica: folder.file('replica') };
  };

  test(`Litestream ${release} may be killed in the middle of its first copies`, async (t) => {
    const { folder, file, replica } = setUp(t);
    const db = openFilled(t, file, 1500);
    const litestream = new Litestream(t, release, file, replica);
    const count = rounds(5);
    for (let round = 0; round < count; round += 1) {
      litestream.start();
      insert(db, 50);
      await sleep(15 * (round % 10));
      await litestream.kill();
    }
    console.log(`Litestream ${release}: ${count} kills, ${await mend(litestream, folder, file)} rows restored`);
  });

  test(`Litestream ${release} may find no place for its replica: the application goes on`, async (t) => {
    const { folder, file, replica } = setUp(t);
    const db = openFilled(t, file, 10);
    const litestream = new Litestream(t, release, file, replica);
    fs.writeFileSync(replica, 'a file where a folder should be');
    litestream.start();
    for (let i = 0; i < 10; i += 1) {
      insert(db, 20);
      await sleep(50);
    }
    assert.match(litestream.log, /not a directory/);
    await litestream.kill();
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    assert.equal(db.prepare('select count(*) from blobs').pluck().get(), 210);
    fs.rmSync(replica);
    await mend(litestream, folder, file);
  });

  test(`Litestream ${release} may run out of room: the application goes on`, async (t) => {
    const { folder, file, replica } = setUp(t);
    const db = openFilled(t, file, 300);
    const litestream = new Litestream(t, release, file, replica);
    // Fewer bytes than the database has.
    litestream.start({ blocks: 200 });
    for (let i = 0; i < 10; i += 1) {
      insert(db, 20);
      await sleep(50);
    }
    assert.match(litestream.log, /file too large|disk I\/O error|database or disk is full/);
    await litestream.kill();
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    assert.equal(db.prepare('select count(*) from blobs').pluck().get(), 500);
    await mend(litestream, folder, file);
  });

  test(`Litestream ${release} replicates another database that took the place of the first`, async (t) => {
    const { folder, file, replica } = setUp(t);
    openFilled(t, file, 100).close();
    const litestream = new Litestream(t, release, file, replica);
    await mend(litestream, folder, file);
    const other = openFilled(t, folder.file('other.db'), 30);
    other.exec('create table more (a); insert into more values (5)');
    other.close();
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(`${file}${suffix}`, { force: true });
    fs.renameSync(folder.file('other.db'), file);
    await mend(litestream, folder, file);
  });
}
