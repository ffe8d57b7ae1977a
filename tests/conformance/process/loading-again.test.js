'use strict';

// Loading the package again and again in one process, as hot reloading and test runners do.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { engine, folder: PACKAGE } = require('../../support/engine');
const { scratch } = require('../../support/scratch');

const MAX_BYTES_PER_COPY = 250_000;
const COMPILED = engine === 'v8' ? 1 : 0;

test('databases that 15 copies leave open are closed at the end, without a warning of too many listeners', (t) => {
  const { folder } = scratch(t);
  const { warnings, wals } = answerOfChild((_, folder, name) => {
    const warnings = [];
    process.emitWarning = (warning) => warnings.push(String(warning));
    for (let copy = 0; copy < 15; copy += 1) {
      for (const key of Object.keys(require.cache)) delete require.cache[key];
      const db = new (require(name))(`${folder}/${copy}.db`);
      db.pragma('journal_mode = wal');
      db.exec('create table t (a); insert into t values (1)');
    }
    return { warnings, wals: require('node:fs').readdirSync(folder).filter((name) => name.endsWith('-wal')).length };
  }, { args: [folder, PACKAGE] });
  assert.deepEqual([warnings, wals], [[], 15]);
  assert.deepEqual(fs.readdirSync(folder).filter((name) => !/^\d+\.db$/.test(name)), []);
});

test('a copy that is not used any more can be collected', () => {
  const growth = answerOfChild((_, name) => {
    require('node:v8').setFlagsFromString('--expose-gc');
    const gc = require('node:vm').runInNewContext('gc');
    const turn = () => new Promise((resolve) => { setTimeout(resolve, 5); });
    const used = async () => {
      for (let i = 0; i < 4; i += 1) {
        gc();
        await turn();
      }
      const { external, heapUsed } = process.memoryUsage();
      return external + heapUsed;
    };
    const loadCopies = async (count) => {
      for (let copy = 0; copy < count; copy += 1) {
        // A new function each time, because Node keeps what a module has loaded.
        const load = require('node:module').createRequire(`${name}/index.js`);
        const db = new (load(name))(':memory:');
        db.prepare('select 1').get();
        db.close();
        for (const key of Object.keys(require.cache)) if (key.startsWith(name)) delete require.cache[key];
        await turn();
      }
    };
    const measure = async () => {
      await loadCopies(5);
      const before = await used();
      await loadCopies(20);
      console.log(Math.round((await used() - before) / 20));
    };
    measure();
  }, { args: [PACKAGE], bare: true });
  assert.ok(growth < MAX_BYTES_PER_COPY, `each copy keeps ${growth} bytes`);
});

test('one module is compiled in a thread, whatever loads the package', { skip: engine === 'reference' }, () => {
  const counts = answerOfChild((_, name) => {
    const count = `
      let compiled = 0;
      WebAssembly.Module = new Proxy(WebAssembly.Module, {
        construct(target, args) {
          compiled += 1;
          return new target(...args);
        },
      });
      for (const entry of ['', '/lib/inline.js', '']) {
        for (const key of Object.keys(require.cache)) delete require.cache[key];
        new (require(${JSON.stringify(name)} + entry))(':memory:').exec('select 1').close();
      }
    `;
    const inMain = Function('require', `${count}; return compiled`);
    const { Worker } = require('node:worker_threads');
    const main = inMain(require);
    const report = 'require("node:worker_threads").parentPort.postMessage(compiled)';
    new Worker(`${count}; ${report}`, { eval: true }).once('message', (worker) => {
      console.log(JSON.stringify([main, worker]));
    });
  }, { args: [PACKAGE], env: { SQLITE_ENGINE: engine }, bare: true });
  assert.deepEqual(counts, [COMPILED, COMPILED]);
});

test('a worker thread runs the machine code that the main thread has compiled', { skip: engine !== 'v8' }, () => {
  const program = `
    new (require(${JSON.stringify(PACKAGE)}))(':memory:').exec('create table t (a); insert into t values (1)');
  `;
  const compiledFunctions = (source) => {
    const { status, stdout } = spawnSync(process.execPath, ['--trace-wasm-compilation-times', '-e', source]);
    assert.equal(status, 0);
    return String(stdout).match(/using Liftoff/g).length;
  };
  const alone = compiledFunctions(program);
  const startWorker = `new (require('node:worker_threads').Worker)(${JSON.stringify(program)}, { eval: true })`;
  // Without sharing it would be twice as many. Both threads can compile a function at the same moment.
  const both = compiledFunctions(`globalThis.database = ${program} ${startWorker}`);
  assert.ok(both < alone * 1.2, `${both} functions instead of ${alone}`);
});

const skipOnReference = { skip: engine === 'reference' };

for (const [what, source] of [
  ['a number', '5'], ['an object', '{ add() {}, delete() {} }'], ['null', 'null'],
]) {
  test(`a foreign value in the place of the list of tasks at the end does no harm: ${what}`, skipOnReference, (t) => {
    const { folder } = scratch(t);
    answerOfChild((_, folder, name, source) => {
      for (const key of Object.keys(require.cache)) delete require.cache[key];
      const key = Symbol.for('anysqlite.atExit.1');
      Object.defineProperty(process, key, { value: Function(`return ${source}`)(), configurable: false });
      const db = new (require(name))(`${folder}/test.db`);
      db.pragma('journal_mode = wal');
      db.exec('create table t (a); insert into t values (1)');
    }, { args: [folder, PACKAGE, source], bare: true });
    assert.deepEqual(fs.readdirSync(folder), ['test.db']);
  });
}

test('a task of another copy that throws does not keep databases from being closed', skipOnReference, (t) => {
  const { folder } = scratch(t);
  answerOfChild(({ Database }, folder) => {
    new Database(':memory:');
    process[Symbol.for('anysqlite.atExit.1')].add(() => { throw new Error('task'); }).add(5);
    for (const key of Object.keys(require.cache)) delete require.cache[key];
    const db = new Database(`${folder}/test.db`);
    db.pragma('journal_mode = wal');
    db.exec('create table t (a); insert into t values (1)');
  }, { args: [folder] });
  assert.deepEqual(fs.readdirSync(folder), ['test.db']);
});

for (const [what, source] of [
  ['a text', '"text"'], ['another module', 'new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))'],
]) {
  test(`a foreign value in the place of the compiled module does no harm: ${what}`, skipOnReference, () => {
    const answer = answerOfChild((_, name, source) => {
      const { MODULE_SHA256 } = require(`${name}/lib/generated/module-digest`);
      const value = Function(`return ${source}`)();
      process[Symbol.for(`anysqlite.module.${MODULE_SHA256}`)] = value;
      return new (require(name))(':memory:').prepare('select 7').pluck().get();
    }, { args: [PACKAGE, source], bare: true });
    assert.equal(answer, 7);
  });
}
