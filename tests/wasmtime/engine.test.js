'use strict';

// The engine wasmtime: how it is chosen, what happens without its addon, and what concerns it alone. The conformance
// tests show that it behaves as the engine v8 does.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Database } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { inProcess, PACKAGE } = require('./support/in-process');

const WASMTIME = { ANYSQLITE_ENGINE: 'wasmtime' };

/** Executes a statement. Returns the package's engine and lock tier, and whether the process has loaded the addon. */
const engineInUse = (Engine, options) => {
  new Engine(':memory:', options).exec('select 1').close();
  const loaded = require('node:fs').readFileSync('/proc/self/maps', 'latin1').includes('anysqlite-wasmtime');
  return [Engine.anysqlite.engine, Engine.anysqlite.locks, loaded];
};

test('the engine is v8 unless ANYSQLITE_ENGINE or the engine option names another', () => {
  assert.deepEqual(inProcess(engineInUse), ['v8', 'shim', false]);
  assert.deepEqual(inProcess(engineInUse, { env: WASMTIME }), ['wasmtime', 'wasmtime', true]);
  assert.deepEqual(inProcess(engineInUse, { args: [{ engine: 'wasmtime' }] }), ['v8', 'shim', true]);
  const v8Option = { args: [{ engine: 'v8' }], env: WASMTIME };
  assert.deepEqual(inProcess(engineInUse, v8Option), ['wasmtime', 'wasmtime', false]);
  const exclusive = { env: { ...WASMTIME, ANYSQLITE_LOCKS: 'exclusive' } };
  assert.deepEqual(inProcess(engineInUse, exclusive), ['wasmtime', 'exclusive', true]);
});

test('an unknown engine is refused', (t) => {
  const place = scratch(t);
  const unknownOption = { name: 'TypeError', message: 'Expected the "engine" option to be "v8" or "wasmtime"' };
  for (const engine of ['V8', '', 'toString', null, 1]) {
    assert.throws(() => place.open('new.db', { engine }), unknownOption);
  }
  assert.equal(place.exists('new.db'), false);
  const unknownVariable = /ANYSQLITE_ENGINE is "other": set it to one of v8, wasmtime/;
  assert.throws(() => inProcess(engineInUse, { env: { ANYSQLITE_ENGINE: 'other' } }), unknownVariable);
});

test('without WebAssembly (--jitless), wasmtime is used', (t) => {
  const body = (Engine, file) => {
    const db = new Engine(file);
    db.pragma('journal_mode = wal');
    db.exec('create table t (a, b)');
    const insert = db.prepare('insert into t values (?, ?)');
    db.transaction(() => { for (let i = 0; i < 1000; i += 1) insert.run(i, `naïve ${i}`); })();
    db.function('twice', (n) => n * 2);
    db.table('numbers', { columns: ['n'], *rows() { for (let n = 0; n < 1000; n += 1) yield [n]; } });
    return [
      typeof WebAssembly, Engine.anysqlite.engine, db.prepare('select twice(max(a)) from t').pluck().get(),
      db.prepare('select b from t where a = 7').get(), db.prepare('select sum(n) from numbers').pluck().get(),
      db.serialize().length > 4096,
    ];
  };
  const file = scratch(t).file('jitless.db');
  const expected = ['undefined', 'wasmtime', 1998, { b: 'naïve 7' }, 499500, true];
  assert.deepEqual(inProcess(body, { args: [file], flags: ['--jitless'] }), expected);
  assert.equal(new Database(file).prepare('select count(*) from t').pluck().get(), 1000);
});

test('both engines share a file in one process', (t) => {
  for (const mode of ['delete', 'wal']) {
    const place = scratch(t);
    const [one, other] = ['v8', 'wasmtime'].map((engine) => place.open('shared.db', { engine, timeout: 0 }));
    one.pragma(`journal_mode = ${mode}`);
    one.exec('create table t (a)');
    for (let i = 0; i < 50; i += 1) {
      (i % 2 ? one : other).prepare('insert into t values (?)').run(i);
      assert.equal((i % 2 ? other : one).prepare('select max(a) from t').pluck().get(), i);
    }
    other.exec('begin immediate');
    assert.throws(() => one.exec('begin immediate'), { code: 'SQLITE_BUSY' });
    other.exec('commit');
    one.exec('begin immediate; rollback');
    assert.equal(other.pragma('integrity_check', { simple: true }), 'ok');
  }
});

test('a database on wasmtime can be backed up to a file', async (t) => {
  const place = scratch(t);
  const db = place.open('source.db', { engine: 'wasmtime' });
  db.exec('create table t (a); insert into t values (1)');
  await db.backup(place.file('copy.db'));
  assert.deepEqual(place.open('copy.db').prepare('select * from t').all(), [{ a: 1 }]);
});

/** Copies the package without its addon or, if `addon` is defined, with that content in the addon's place. */
function packageWith(t, addon) {
  const folder = path.join(fs.mkdtempSync(path.join(scratch(t).folder, 'package-')), 'npm');
  fs.cpSync(PACKAGE, folder, { recursive: true });
  const place = path.join(folder, 'wasmtime');
  const names = fs.readdirSync(place);
  fs.rmSync(place, { recursive: true });
  if (addon !== undefined) {
    fs.mkdirSync(place);
    for (const name of names) fs.writeFileSync(path.join(place, name), addon);
  }
  return folder;
}

for (const [name, addon] of [
  ['is missing', undefined], ['is empty', ''], ['is not an addon', 'no addon'.repeat(1000)],
]) {
  test(`an addon that ${name} is an error only where the engine wasmtime is asked for or needed`, (t) => {
    const folder = packageWith(t, addon);
    assert.deepEqual(inProcess(engineInUse, { folder }), ['v8', 'shim', false]);
    const advice = new RegExp('The engine "wasmtime" cannot be used here .*'
      + 'Install @anysqlite/wasmtime-linux-\\w+-(gnu|musl), of the version of anysqlite');
    assert.throws(() => inProcess(engineInUse, { folder, env: WASMTIME }), advice);
    assert.throws(() => inProcess(engineInUse, { folder, args: [{ engine: 'wasmtime' }] }), advice);
    const adviceWithoutWebAssembly = /without WebAssembly.*install @anysqlite\/wasmtime-/;
    assert.throws(() => inProcess(engineInUse, { folder, flags: ['--jitless'] }), adviceWithoutWebAssembly);
  });
}

test('an addon of another version is refused', (t) => {
  const folder = path.join(scratch(t).folder, 'npm');
  fs.cpSync(PACKAGE, folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  const version = JSON.parse(fs.readFileSync(manifest, 'utf8')).version;
  fs.writeFileSync(manifest, JSON.stringify({ ...JSON.parse(fs.readFileSync(manifest, 'utf8')), version: '1.2.3' }));
  const advice = new RegExp(`is of version ${version}, but anysqlite of 1\\.2\\.3\\. `
    + 'Install @anysqlite/wasmtime-[\\w-]+@1\\.2\\.3');
  assert.throws(() => inProcess(engineInUse, { folder, env: WASMTIME }), advice);
});

test('choosing the addon reads the process report without its network part, and restores that setting', () => {
  const body = (Engine) => {
    const before = process.report.excludeNetwork;
    const settings = [];
    const { getReport } = process.report;
    process.report.getReport = function report(...args) {
      settings.push(process.report.excludeNetwork);
      return getReport.apply(this, args);
    };
    new Engine(':memory:').exec('select 1').close();
    return [settings.length > 0 && settings.every(Boolean), process.report.excludeNetwork === before];
  };
  assert.deepEqual(inProcess(body, { env: WASMTIME }), [true, true]);
});

test('the addon is found in the package of the platform', (t) => {
  const folder = packageWith(t, undefined);
  const [file] = fs.readdirSync(path.join(PACKAGE, 'wasmtime'));
  const name = path.basename(file, '.node').replace('anysqlite-wasmtime.', '@anysqlite/wasmtime-');
  const installed = path.join(folder, 'node_modules', name);
  fs.mkdirSync(installed, { recursive: true });
  fs.copyFileSync(path.join(PACKAGE, 'wasmtime', file), path.join(installed, file));
  fs.writeFileSync(path.join(installed, 'package.json'), JSON.stringify({ name, main: file }));
  assert.deepEqual(inProcess(engineInUse, { folder, env: WASMTIME }), ['wasmtime', 'wasmtime', true]);
});

test('an instance whose memory has grown returns it when its last connection closes', () => {
  const body = (Engine) => {
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 5; round += 1) {
      const db = new Engine(':memory:');
      db.prepare('select length(hex(zeroblob(?)))').get(50_000_000);
      db.close();
    }
    return process.memoryUsage().rss - before;
  };
  const grown = inProcess(body, { env: WASMTIME });
  assert.ok(grown < 100_000_000, `${grown} bytes are still in use`);
});

test('a callback can grow the memory, run a query on another connection, and throw any value', () => {
  const body = (Engine) => {
    const db = new Engine(':memory:');
    const other = new Engine(':memory:');
    other.function('inner', () => 'i'.repeat(20_000_000));
    db.function('outer', () => other.prepare('select inner()').pluck().get().length);
    const nested = db.prepare('select outer() + outer()').pluck().get();
    const thrown = [5, null, 'text', { an: 'object' }].map((value) => {
      db.function('thrower', () => { throw value; });
      try {
        return db.prepare('select thrower()').get();
      } catch (error) {
        return error === value;
      }
    });
    return [nested, thrown];
  };
  assert.deepEqual(inProcess(body, { env: WASMTIME }), [40_000_000, [true, true, true, true]]);
});

test('each thread has a guest of its own, which ends with the thread', (t) => {
  const body = async (Engine, file, folder) => {
    const { Worker } = require('node:worker_threads');
    new Engine(file).exec('create table t (a)').close();
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const db = new (require(workerData.folder))(workerData.file, { timeout: 60000 });
      for (let i = 0; i < 20; i += 1) db.prepare('insert into t values (?)').run(i);
      db.exec('begin immediate; insert into t values (20)');
      parentPort.postMessage('in a transaction');
      parentPort.on('message', () => {});
    `;
    const work = async () => {
      const worker = new Worker(source, { eval: true, workerData: { file, folder } });
      await new Promise((resolve) => worker.once('message', resolve));
      await worker.terminate();
    };
    await Promise.all([work(), work(), work(), work()]);
    return new Engine(file).prepare('select count(*) from t').pluck().get();
  };
  assert.equal(inProcess(body, { args: [scratch(t).file('threads.db'), PACKAGE], env: WASMTIME }), 80);
});

test('after the threads that used wasmtime have ended, traps of other WebAssembly are still errors', () => {
  const body = async (_, folder) => {
    const { Worker } = require('node:worker_threads');
    const exitOf = (source) => new Promise((resolve) => {
      new Worker(source, { eval: true, workerData: folder }).once('exit', resolve);
    });
    const engine = `
      const Database = require(require('node:worker_threads').workerData);
      new Database(':memory:', { engine: 'wasmtime' }).exec('select 1');
    `;
    // The thread-local destructors of one thread keep the library loaded until a further thread unloads it.
    const loading = "require(require('node:worker_threads').workerData + '/lib/engine/addon').loadAddon()";
    const exits = [await exitOf(engine), await exitOf(loading)];
    const loaded = require('node:fs').readFileSync('/proc/self/maps', 'latin1').includes('anysqlite-wasmtime');
    // (memory 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0)))
    const sections = [
      '0061736d01000000', '01060160017f017f', '03020100', '0503010001', '07050101660000', '0a0901070020002802000b',
    ];
    const wasm = new WebAssembly.Module(Buffer.from(sections.join(''), 'hex'));
    const load = new WebAssembly.Instance(wasm).exports.f;
    try {
      return load(0x7fffffff);
    } catch (error) {
      return [exits, loaded, error instanceof WebAssembly.RuntimeError];
    }
  };
  assert.deepEqual(inProcess(body, { args: [PACKAGE] }), [[0, 0], true, true]);
});

test('a stack overflow in a thread is an error, and the process goes on', () => {
  const body = async (Engine, folder) => {
    const { Worker } = require('node:worker_threads');
    const source = `
      const { parentPort, workerData } = require('node:worker_threads');
      const Database = require(workerData);
      const db = new Database(':memory:');
      const sql = 'select ' + '('.repeat(900) + '1' + ')'.repeat(900);
      let fitted = 0;
      function deeper(depth) {
        if (depth % 100 === 0) fitted += db.prepare(sql).pluck().get();
        deeper(depth + 1);
      }
      try { deeper(0); } catch (error) { parentPort.postMessage([fitted > 10, error.message]); }
      parentPort.postMessage(new Database(':memory:').prepare('select 7').pluck().get());
    `;
    const messages = [];
    const worker = new Worker(source, { eval: true, workerData: folder });
    worker.on('message', (message) => messages.push(message));
    await new Promise((resolve) => worker.once('exit', resolve));
    return messages;
  };
  const stopped = 'SQLite stopped unexpectedly (Maximum call stack size exceeded), and every connection of this thread '
    + 'was closed. The database files are safe: what was not committed is rolled back. Open a new connection to go on.';
  assert.deepEqual(inProcess(body, { args: [PACKAGE], env: WASMTIME }), [[true, stopped], 7]);
});
