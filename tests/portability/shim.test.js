'use strict';

// The lock shim of every CPU, loaded by its runtimes, against the locks of native SQLite. ANYSQLITE_TARGETS names the
// targets, separated by commas. Without it, node24 and all prepared targets are tested.

const assert = require('assert/strict');
const path = require('path');
const { after, before, describe, test } = require('node:test');
const { Foreign, PACKAGE } = require('./support/foreign.js');
const {
  EAGAIN, NONE, PENDING, PENDING_STATE, READ, RESERVED, SHARED, STATES, WRITE, probeAll,
} = require('./support/lock-bytes.js');
const { attempt, nativeDatabase } = require('./support/native.js');
const { scratchFolder } = require('../support/scratch-folder');
const { randomFor, seconds } = require('../sharing/support/soak');
const { settle, startWriter, total } = require('../sharing/support/writers');
const { requestedTargets } = require('./support/requested-targets.js');
const { share } = require('./support/sharing.js');
const { prepare } = require('./runtimes.js');
const { TARGETS } = require('./targets.js');

/** @typedef {{ runtime: import('./runtimes.js').Runtime, foreign: Foreign }} Fixture */

/** `process.arch` of the targets that are not x64. @type {Record<string, string>} */
const CPUS = {
  arm64: 'arm64',
  'musl-arm64': 'arm64',
  armv7: 'arm',
  ia32: 'ia32',
  riscv64: 'riscv64',
  ppc64le: 'ppc64',
  s390x: 's390x',
};

const FUNCTIONS = [
  'address', 'fence', 'files', 'holder', 'lock', 'map', 'processHolder', 'processLock', 'unmap', 'viewClose',
  'viewOpen', 'viewRead', 'viewWrite',
];

const EBADF = 9;
const EINVAL = 22;

/** Ends a runtime that hangs. Emulated runtimes take seconds to start. */
const LIMIT = { timeout: 180_000 };

/** @param {string} target */
const cpuOf = (target) => CPUS[target] ?? 'x64';

/** @param {Fixture} fixture @param {string} target */
function testLoading(fixture, target) {
  test('the runtime loads the shim of its CPU', LIMIT, async (t) => {
    const { arch, version, functions } = await fixture.foreign.ask('about');
    t.diagnostic(`${target}: ${version} on ${arch}`);
    assert.equal(arch, cpuOf(target));
    assert.deepEqual(functions.sort(), FUNCTIONS);
  });

  test('the shim refuses invalid descriptors, kinds and ranges', LIMIT, async (t) => {
    const file = await fixture.foreign.ask('open', { name: nativeDatabase(t).name });
    assert.equal(await fixture.foreign.ask('lock', { file: 1_000_000, kind: READ, ...SHARED }), EBADF);
    assert.equal(await fixture.foreign.ask('holder', { file: 1_000_000, kind: READ, ...SHARED }), -EBADF);
    assert.equal(await fixture.foreign.ask('lock', { file, kind: 3, ...SHARED }), EINVAL);
    assert.equal(await fixture.foreign.ask('lock', { file, kind: READ, offset: -1, length: 1 }), EINVAL);
    await fixture.foreign.ask('close', { file });
  });
}

/** @param {Fixture} fixture */
function testNativeHolding(fixture) {
  for (const [name, state] of Object.entries(STATES)) {
    test(`the shim reports and refuses only what conflicts with native SQLite in state ${name}`, LIMIT, async (t) => {
      const native = nativeDatabase(t);
      const file = await fixture.foreign.ask('open', { name: native.name });
      native.exec(state.sql);
      await probeAll(fixture.foreign, file, state);
      if (native.inTransaction) native.exec('commit');
      await probeAll(fixture.foreign, file, STATES.UNLOCKED);
      await fixture.foreign.ask('close', { file });
    });
  }

  test('the shim reports and refuses only what conflicts with native SQLite in state PENDING', LIMIT, async (t) => {
    const native = nativeDatabase(t);
    const reader = await fixture.foreign.ask('open', { name: native.name });
    const file = await fixture.foreign.ask('open', { name: native.name });
    assert.equal(await fixture.foreign.ask('lock', { file: reader, kind: READ, ...SHARED }), 0);
    native.exec("begin immediate; insert into t (by) values ('late')");
    assert.throws(() => native.exec('commit'), { code: 'SQLITE_BUSY' });
    await probeAll(fixture.foreign, file, PENDING_STATE);
    assert.equal(await fixture.foreign.ask('lock', { file: reader, kind: NONE, ...SHARED }), 0);
    native.exec('commit');
    for (const opened of [reader, file]) await fixture.foreign.ask('close', { file: opened });
  });
}

const ATTEMPTS = ['begin; select * from t', 'begin immediate', 'begin exclusive'];

/** The attempts of native SQLite that are refused while the shim holds a lock. */
const FOREIGN_LOCKS = [
  { name: 'a read lock on SHARED', range: SHARED, kind: READ, busy: ['begin exclusive'] },
  { name: 'a write lock on RESERVED', range: RESERVED, kind: WRITE, busy: ['begin immediate', 'begin exclusive'] },
  { name: 'a write lock on PENDING', range: PENDING, kind: WRITE, busy: ATTEMPTS },
  { name: 'a write lock on SHARED', range: SHARED, kind: WRITE, busy: ATTEMPTS },
];

/** Returns the attempts of native SQLite that get SQLITE_BUSY. @param {import('better-sqlite3').Database} native */
const refused = (native) => ATTEMPTS.filter((sql) => {
  const code = attempt(native, sql);
  assert.ok(['ok', 'SQLITE_BUSY'].includes(code), `${sql}: ${code}`);
  return code !== 'ok';
});

/** @param {Fixture} fixture */
function testForeignHolding(fixture) {
  for (const { name, range, kind, busy } of FOREIGN_LOCKS) {
    test(`native SQLite gets SQLITE_BUSY only where it conflicts with ${name}`, LIMIT, async (t) => {
      const native = nativeDatabase(t);
      const file = await fixture.foreign.ask('open', { name: native.name });
      assert.equal(await fixture.foreign.ask('lock', { file, kind, ...range }), 0);
      assert.deepEqual(refused(native), busy);
      assert.equal(await fixture.foreign.ask('lock', { file, kind: NONE, ...range }), 0);
      assert.deepEqual(refused(native), []);
      await fixture.foreign.ask('close', { file });
    });
  }
}

/** @param {Fixture} fixture */
function testLifetime(fixture) {
  test('a lock belongs to one descriptor, and is released when the descriptor is closed', LIMIT, async (t) => {
    const native = nativeDatabase(t);
    const { foreign } = fixture;
    const file = await foreign.ask('open', { name: native.name });
    const other = await foreign.ask('open', { name: native.name });
    assert.equal(await foreign.ask('lock', { file, kind: WRITE, ...RESERVED }), 0);
    assert.equal(await foreign.ask('lock', { file: other, kind: READ, ...RESERVED }), EAGAIN);
    assert.equal(await foreign.ask('holder', { file: other, kind: READ, ...RESERVED }), WRITE);
    // This would release the POSIX locks of the whole process.
    await foreign.ask('close', { file: other });
    assert.equal(attempt(native, 'begin immediate'), 'SQLITE_BUSY');
    await foreign.ask('close', { file });
    assert.equal(attempt(native, 'begin immediate'), 'ok');
  });

  test('a lock is released when its process ends', LIMIT, async (t) => {
    const native = nativeDatabase(t);
    const foreign = new Foreign(fixture.runtime, 'locks');
    t.after(() => foreign.kill());
    const file = await foreign.ask('open', { name: native.name });
    assert.equal(await foreign.ask('lock', { file, kind: WRITE, ...SHARED }), 0);
    assert.equal(attempt(native, 'begin; select * from t'), 'SQLITE_BUSY');
    await foreign.kill();
    assert.equal(attempt(native, 'begin; select * from t'), 'ok');
  });
}

/** CPUs on which the WAL index is not mapped. */
const BITS_32 = ['arm', 'ia32'];

/** Returns how the package reaches files and the WAL index on a target. @param {string} target */
function reachOf(target) {
  if (target === 'bun') return { files: 'node', walIndex: 'copied' };
  return { files: 'addon', walIndex: BITS_32.includes(cpuOf(target)) ? 'copied' : 'mapped' };
}

/** The ways to files and to the WAL index: the usual ones, and those without the addon. */
const WAYS = { '': {}, ' by node:fs': { ANYSQLITE_FILES: 'node', ANYSQLITE_WAL_INDEX: 'copied' } };

/** @param {Fixture} fixture @param {string} target */
function testPackage(fixture, target) {
  test('the package chooses the tier shim by itself', LIMIT, async () => {
    assert.deepEqual(await fixture.foreign.ask('tier'), { name: 'shim', reasons: {} });
  });

  test('the package reaches files and the WAL index as the runtime allows', LIMIT, async () => {
    assert.deepEqual(await fixture.foreign.ask('reach'), reachOf(target));
  });

  for (const mode of ['delete', 'wal']) {
    for (const [way, settings] of Object.entries(WAYS)) {
      test(`the package and native SQLite share a database in ${mode} mode${way}`, LIMIT, async (t) => {
        const native = nativeDatabase(t);
        const foreign = new Foreign(fixture.runtime, 'database', { ANYSQLITE_LOCKS: 'shim', ...settings });
        t.after(() => foreign.kill());
        await share({ native, foreign }, mode);
      });
    }
  }

  // tests/sharing does the same in Node on this CPU.
  if (!target.startsWith('node')) testWriters(fixture, TARGETS[target]?.emulation === undefined ? 1.5 : 60);
}

const random = randomFor('portability');

/** @param {Fixture} fixture @param {number} least seconds: emulated writers are slow */
function testWriters(fixture, least) {
  test('writers on the runtime and natively lose nothing', LIMIT, async (t) => {
    const file = scratchFolder(t).file('test.db');
    const plan = (who) => ({
      mode: 'wal', reopens: true, holds: true, autocheckpoint: 20, maxEntries: 20, checkpoints: 0.1, file, who,
      seed: random.below(2 ** 31), seconds: seconds(least),
    });
    const writers = [
      startWriter(t, 'ours', plan('ours 0'), fixture.runtime), startWriter(t, 'ours', plan('ours 1'), fixture.runtime),
      startWriter(t, 'native', plan('native')),
    ];
    await settle(writers, file);
    for (const writer of writers) assert.ok(total([writer]).commits > 0, `${writer.plan.who} has committed nothing`);
    t.diagnostic(`${total(writers.slice(0, 2)).commits} commits, natively ${total([writers[2]]).commits}`);
  });
}

/** @param {Fixture} fixture */
function testPackageOnBigEndian(fixture) {
  const reason = /this CPU is big-endian, and the WAL index could not be shared with native SQLite/;

  test('the package chooses the tier exclusive by itself', LIMIT, async () => {
    const { name, reasons } = await fixture.foreign.ask('tier');
    assert.equal(name, 'exclusive');
    assert.match(reasons.shim, reason);
  });

  test('forcing the tier shim fails', LIMIT, async (t) => {
    const foreign = new Foreign(fixture.runtime, 'database', { ANYSQLITE_LOCKS: 'shim' });
    t.after(() => foreign.kill());
    await assert.rejects(foreign.ask('open', { file: nativeDatabase(t).name }), reason);
  });

  test('the package and native SQLite use a database in turn', LIMIT, async (t) => {
    const native = nativeDatabase(t);
    const foreign = new Foreign(fixture.runtime, 'database');
    t.after(() => foreign.kill());
    await foreign.ask('open', { file: native.name });
    await foreign.ask('exec', { sql: "insert into t (by) values ('foreign')" });
    await foreign.ask('close');
    assert.deepEqual(native.prepare('select by from t').pluck().all(), ['native', 'foreign']);
  });
}

// The addons for Windows have no byte-range locks of POSIX; tests/sharing tests them.
const targets = requestedTargets().filter((name) => !TARGETS[name]?.wine);

for (const target of targets) {
  describe(`${target}: ${TARGETS[target]?.about ?? 'unknown'}`, () => {
    const fixture = /** @type {Fixture} */ ({});
    before(() => {
      fixture.runtime = prepare(target);
      fixture.foreign = new Foreign(fixture.runtime, 'locks');
    });
    after(() => fixture.foreign?.kill());
    testLoading(fixture, target);
    testNativeHolding(fixture);
    testForeignHolding(fixture);
    testLifetime(fixture);
    (cpuOf(target) === 's390x' ? testPackageOnBigEndian : testPackage)(fixture, target);
  });
}

test('every Linux shim of the package has a target that can test it', (t) => {
  const { SHIMS } = require(path.join(PACKAGE, 'lib', 'generated', 'shims'));
  const linux = Object.keys(TARGETS).filter((name) => !TARGETS[name]?.wine);
  const covered = new Set(linux.map((name) => `linux-${cpuOf(name)}.node`));
  const shims = Object.keys(SHIMS).filter((name) => name.startsWith('linux-'));
  assert.deepEqual(shims.filter((name) => !covered.has(name)), []);
  const omitted = linux.filter((name) => !targets.includes(name));
  t.diagnostic(`not tested in this run: ${omitted.join(', ') || 'none'}`);
});
