'use strict';

// examples/changesets: a follower stores the changes of a leader, whichever of the two processes is killed.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { test } = require('node:test');
const { randomFor, rounds, sleep } = require('../sharing/support/soak');
const { PACKAGES, ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');

const Database = require(PACKAGES.ours);

const random = randomFor('changesets');

/** Copies the example to a folder in which `better-sqlite3` is this package. */
function installExample(t) {
  const folder = scratchFolder(t);
  fs.cpSync(path.join(ROOT, 'examples/changesets'), folder.file('app'), { recursive: true });
  fs.mkdirSync(folder.file('node_modules'));
  fs.symlinkSync(PACKAGES.ours, folder.file('node_modules', 'better-sqlite3'));
  return folder;
}

/** Returns a port that is free now. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program of the example, which is killed when the test ends. */
function start(t, folder, program, file, port) {
  const args = [folder.file('app', program), folder.file(file), String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  const running = { output: '', errors: '', kill: () => child.kill('SIGKILL') && ended, ended };
  child.stdout.on('data', (text) => { running.output += text; });
  child.stderr.on('data', (text) => { running.errors += text; });
  t.after(running.kill);
  return running;
}

/** Returns the notes of a database, null if it cannot be read yet. */
function notesIn(file) {
  const db = new Database(file, { readonly: true, timeout: 5000 });
  try {
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    return db.prepare('select * from notes order by id').raw().all();
  } finally {
    db.close();
  }
}

async function until(condition, what) {
  for (const end = performance.now() + 30_000; !condition(); await sleep(20)) {
    assert.ok(performance.now() < end, what());
  }
}

test('a follower has every note of its leader, whichever process was killed', async (t) => {
  const folder = installExample(t);
  const port = await freePort();
  const count = rounds(3);
  let written = 0;
  for (let round = 0; round < count; round += 1) {
    const leader = start(t, folder, 'notes.js', 'leader.db', port);
    const follower = start(t, folder, 'follower.js', 'follower.db', port);
    await until(() => leader.output !== '', () => `the leader writes nothing\n${leader.errors}`);
    await sleep(300 + random.below(300));
    for (const victim of random.chance(0.5) ? [leader, follower] : [follower, leader]) {
      await sleep(random.below(200));
      await victim.kill();
      assert.equal(victim.errors, '');
    }
    written += leader.output.split('\n').length - 1;
  }
  // A leader that only sends, so that both can be compared. It drops whoever does not speak as a follower does.
  const source = new Database(folder.file('leader.db'), { timeout: 5000 });
  t.after(() => source.close());
  const { lead } = require(folder.file('app', 'leader.js'));
  const server = lead(source, port);
  t.after(() => server.close());
  const stranger = net.connect(port, '127.0.0.1', () => stranger.write('GET / HTTP/1.1\r\n\r\n')).on('error', () => {});
  await new Promise((resolve) => { stranger.once('close', resolve); });
  const follower = start(t, folder, 'follower.js', 'follower.db', port);
  const waiting = source.prepare('select count(*) from outbox').pluck();
  await until(() => waiting.get() === 0, () => `${waiting.get()} entries remain\n${follower.errors}`);
  const notes = notesIn(folder.file('leader.db'));
  assert.deepEqual(notesIn(folder.file('follower.db')), notes);
  assert.ok(notes.length > 0);
  await follower.kill();
  console.log(`changesets: ${count} rounds, ${written} transactions, ${notes.length} notes`);
});

/** Starts a leader with a table of notes inside the test. Returns its database and its transactions. */
async function startLeader(t, folder) {
  const port = await freePort();
  const { recorded } = require(folder.file('app', 'outbox.js'));
  const { lead } = require(folder.file('app', 'leader.js'));
  const db = new Database(folder.file('leader.db')).exec('create table notes (id integer primary key, text)');
  const server = lead(db, port);
  t.after(() => {
    server.close();
    db.close();
  });
  return { db, port, write: recorded(db, (sql) => db.exec(sql)) };
}

test('a follower whose rows something else has changed ends with an error and stores nothing', async (t) => {
  const folder = installExample(t);
  const { db, port, write } = await startLeader(t, folder);
  const target = new Database(folder.file('follower.db'));
  target.exec("create table notes (id integer primary key, text); insert into notes values (2, 'of another')").close();
  write("insert into notes values (1, 'one'), (2, 'two')");
  const follower = start(t, folder, 'follower.js', 'follower.db', port);
  assert.equal(await follower.ended, 1);
  assert.match(follower.errors, /entry 1 does not fit: something else has changed .*follower\.db/);
  assert.deepEqual(notesIn(folder.file('follower.db')), [[2, 'of another']]);
  assert.equal(db.prepare('select count(*) from outbox').pluck().get(), 1);
});

test('a follower that lost its database says so, and goes on with a backup of the leader\'s', async (t) => {
  const folder = installExample(t);
  const { db, port, write } = await startLeader(t, folder);
  const waiting = db.prepare('select count(*) from outbox').pluck();
  const follow = async (file) => {
    const follower = start(t, folder, 'follower.js', file, port);
    await until(() => waiting.get() === 0, () => `${waiting.get()} entries remain\n${follower.errors}`);
    await follower.kill();
  };
  write("insert into notes values (1, 'one')");
  await follow('follower.db');
  write("insert into notes values (2, 'two')");
  const lost = start(t, folder, 'follower.js', 'new.db', port);
  assert.equal(await lost.ended, 1);
  assert.match(lost.errors, /entry 1 is lost \(2 came\): begin again with a backup of the leader's database/);
  assert.deepEqual(notesIn(folder.file('new.db')), []);
  await db.backup(folder.file('copy.db'));
  write("insert into notes values (3, 'three')");
  await follow('copy.db');
  assert.deepEqual(notesIn(folder.file('copy.db')), [[1, 'one'], [2, 'two'], [3, 'three']]);
});
