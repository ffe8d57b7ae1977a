'use strict';

// Lock files whose owner cannot be alive, whose owner nothing proves dead, and what lies in the place of a lock file.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { Peer, startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');

const EXCLUSIVE = { env: { ANYSQLITE_LOCKS: 'exclusive' } };
const PRELOAD = ['--require', path.join(__dirname, 'support', 'lock-open-files.js')];

/** Both tiers: with byte-range locks and without. */
const TIERS = [['shim', { env: { ANYSQLITE_LOCKS: 'shim' } }], ['exclusive', EXCLUSIVE]];

/** A process on a system that locks open files. @param {Record<string, string>} [env] */
const held = (env) => ({ args: PRELOAD, env: { ...EXCLUSIVE.env, ...env } });

/**
 * Creates a database and the lock file that a process left behind when it was killed.
 * @param {import('node:test').TestContext} t @param {(text: string) => string} [change] of the lock file
 */
async function leaveLockFile(t, change = (text) => text) {
  const { file, list } = scratchFolder(t);
  const [database, lock] = [file('test.db'), file('test.db-lock')];
  const owner = startPeer(t, 'ours', EXCLUSIVE);
  await owner.open(database);
  await owner.exec('create table t (a); insert into t values (1)');
  await owner.kill();
  const text = change(fs.readFileSync(lock, 'utf8'));
  fs.writeFileSync(lock, text);
  return { database, lock, list, text, pid: owner.process.pid };
}

/** @param {string} name @param {string} value */
const withField = (name, value) => (/** @type {string} */ text) => (
  text.replace(new RegExp(`^${name} .*$`, 'm'), `${name} ${value}`)
);

/** @param {Peer} peer @returns {Promise<{ code?: string, message: string }>} */
const errorOf = (peer) => peer.rows('select * from t').then(
  (rows) => assert.fail(`it read ${JSON.stringify(rows)}`),
  ({ code, message }) => ({ code, message: message.replace(`${code}: `, '') }),
);

for (const [tier, options] of TIERS) {
  test(`the owner of a kernel that does not run any more is dead, with ${tier}`, async (t) => {
    const { database } = await leaveLockFile(t, (text) => withField('host', 'elsewhere')(
      withField('boot', '11111111-2222-3333-4444-555555555555')(text),
    ));
    const next = startPeer(t, 'ours', options);
    await next.open(database);
    assert.deepEqual(await next.rows('select * from t'), [[1]]);
  });

  test(`the owner on a machine that has another name now is dead, with ${tier}`, async (t) => {
    const { database } = await leaveLockFile(t, withField('host', 'before'));
    const next = startPeer(t, 'ours', options);
    await next.open(database);
    assert.deepEqual(await next.rows('select * from t'), [[1]]);
  });

  for (const timeout of [0, 60]) {
    const title = `an owner in another container blocks, and the message says so, with ${tier}, after ${timeout} ms`;
    test(title, async (t) => {
      const { database, lock, text, pid } = await leaveLockFile(t, (whole) => withField('host', 'container')(
        withField('namespace', 'pid:[1]')(whole),
      ));
      const since = /^since (.*)$/m.exec(text)?.[1];
      assert.match(String(since), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
      const next = startPeer(t, 'ours', options);
      await next.open(database, { timeout });
      assert.deepEqual(await errorOf(next), {
        code: 'SQLITE_BUSY',
        message: `database is locked by process ${pid} on host container since ${since}, according to ${lock}; ` +
          'if that process is gone, delete the file',
      });
      assert.equal(fs.readFileSync(lock, 'utf8'), text);
      fs.unlinkSync(lock);
      assert.deepEqual(await next.rows('select * from t'), [[1]], 'as the message said');
    });
  }

  test(`ordinary contention has SQLite's message, with ${tier}`, async (t) => {
    const { file } = scratchFolder(t);
    const owner = startPeer(t, 'ours', EXCLUSIVE);
    await owner.open(file('test.db'));
    await owner.exec('create table t (a)');
    const next = startPeer(t, 'ours', options);
    await next.open(file('test.db'));
    assert.deepEqual(await errorOf(next), { code: 'SQLITE_BUSY', message: 'database is locked' });
  });
}

/** @type {[string, (lock: string) => void][]} */
const OBSTACLES = [
  ['a folder', (lock) => fs.mkdirSync(lock)],
  ['a dangling link', (lock) => fs.symlinkSync('nowhere', lock)],
  ['a file of another program', (lock) => fs.writeFileSync(lock, '4711\n')],
  ['a sparse file of 20 GB', (lock) => {
    fs.writeFileSync(lock, '');
    fs.truncateSync(lock, 20e9);
  }],
];

for (const [name, make] of OBSTACLES) {
  for (const [system, options] of [['', EXCLUSIVE], [' of a system that locks open files', held()]]) {
    test(`${name} in the place of a lock file${system} is named by the error`, async (t) => {
      const { file } = scratchFolder(t);
      const peer = startPeer(t, 'ours', options);
      make(file('test.db-lock'));
      await peer.open(file('test.db'));
      assert.deepEqual(await errorOf(peer), {
        code: 'SQLITE_CANTOPEN',
        message: `unable to lock the database: ${file('test.db-lock')} is in the way, which is not a lock file of ` +
          'this package; rename or remove it',
      });
      fs.rmSync(file('test.db-lock'), { recursive: true });
      assert.deepEqual(await peer.rows('select 1'), [[1]]);
    });
  }
}

/** Reads a database as a user who may read it. */
const readAsNobody = ({ Database, outcome }, file) => {
  process.setgroups([]);
  process.setgid(65534);
  process.setuid(65534);
  return outcome(() => new Database(file, { timeout: 0 }).prepare('select a from t').pluck().all());
};

for (const [tier, { env }] of TIERS) {
  const skip = process.getuid() !== 0;
  test(`a lock file that may not be read is named by the error, with ${tier}`, { skip }, async (t) => {
    const { database, lock } = await leaveLockFile(t);
    fs.chmodSync(path.dirname(database), 0o755);
    fs.chmodSync(lock, 0o600);
    assert.deepEqual(answerOfChild(readAsNobody, { args: [database], env }), ['SqliteError', 'SQLITE_BUSY',
      `database is locked: ${lock}, which names the owner, may not be read by this process`]);
  });
}

test('a lock file that was never written is named by the error', async (t) => {
  const { database, lock } = await leaveLockFile(t, () => '');
  const next = startPeer(t, 'ours', EXCLUSIVE);
  await next.open(database);
  assert.deepEqual(await errorOf(next), {
    code: 'SQLITE_BUSY',
    message: `database is locked: ${lock} is incomplete, as left by a process that was killed while it created the ` +
      'file; if no process uses the database, delete the file',
  });
});

for (const mode of [0o600, 0o666]) {
  test(`a lock file has the permission bits of its database: ${mode.toString(8)}`, async (t) => {
    for (const options of [EXCLUSIVE, held()]) {
      const { file } = scratchFolder(t);
      fs.writeFileSync(file('test.db'), '');
      fs.chmodSync(file('test.db'), mode);
      const owner = startPeer(t, 'ours', options);
      await owner.open(file('test.db'));
      await owner.exec('create table t (a)');
      assert.equal(fs.statSync(file('test.db-lock')).mode & 0o777, mode);
    }
  });
}

test('where the system locks open files, another process takes over from a killed owner without /proc', async (t) => {
  const { file, list } = scratchFolder(t);
  const owner = startPeer(t, 'ours', held());
  await owner.open(file('test.db'));
  await owner.exec('create table t (a); insert into t values (1)');
  assert.match(fs.readFileSync(file('test.db-lock'), 'utf8'), /\nstarted \nboot \nnamespace \n[^]*\nheld 1\n/);
  const next = startPeer(t, 'ours', held());
  await next.open(file('test.db'));
  assert.deepEqual(await errorOf(next), { code: 'SQLITE_BUSY', message: 'database is locked' });
  await owner.kill();
  assert.deepEqual(await next.rows('select * from t'), [[1]]);
  await next.close();
  assert.deepEqual(list().filter((name) => name.includes('-lock')), []);
});

for (const moment of ['open', 'truncate', 'unlink']) {
  test(`where the system locks open files, an owner may be killed after ${moment}()`, async (t) => {
    const { file } = scratchFolder(t);
    const victim = startPeer(t, 'ours', held({ ANYSQLITE_TEST_DIE: moment }));
    await victim.open(file('test.db'));
    await assert.rejects(victim.exec('create table t (a)').then(() => victim.close()), /SIGKILL/);
    const next = startPeer(t, 'ours', held());
    await next.open(file('test.db'));
    await next.exec('create table if not exists t (a)');
    await next.close();
    assert.ok(!fs.existsSync(file('test.db-lock')));
  });
}

test('exactly one of several processes takes over where the system locks open files', async (t) => {
  const candidates = Array.from({ length: 4 }, () => startPeer(t, 'ours', held()));
  for (let round = 0; round < 5; round += 1) {
    const { file } = scratchFolder(t);
    const owner = startPeer(t, 'ours', held());
    await owner.open(file('test.db'));
    await owner.exec('create table t (a); insert into t values (1)');
    for (const candidate of candidates) await candidate.open(file('test.db'));
    const died = owner.kill();
    const attempts = candidates.map((candidate) => candidate.ask('takeOver', { milliseconds: 200 }));
    const codes = await Promise.all(attempts.map(Peer.code));
    await died;
    assert.deepEqual(codes.sort(), ['SQLITE_BUSY', 'SQLITE_BUSY', 'SQLITE_BUSY', 'ok'], `round ${round}`);
    for (const candidate of candidates) await candidate.close();
    assert.ok(!fs.existsSync(file('test.db-lock')));
  }
});

test('a system that ignores the flag for locks is noticed', async (t) => {
  const { file } = scratchFolder(t);
  const owner = startPeer(t, 'ours', held({ ANYSQLITE_TEST_IGNORES: '1' }));
  await owner.open(file('test.db'));
  await owner.exec('create table t (a); insert into t values (1)');
  assert.match(fs.readFileSync(file('test.db-lock'), 'utf8'), /\nheld 0\n/);
  const next = startPeer(t, 'ours', held({ ANYSQLITE_TEST_IGNORES: '1' }));
  await next.open(file('test.db'));
  const { code, message } = await errorOf(next);
  assert.equal(code, 'SQLITE_BUSY');
  assert.ok(message.startsWith(`database is locked by process ${owner.process.pid}`), message);
});
