'use strict';

// How V8 compiles the module. The package changes settings of V8 for the moment in which it compiles the module.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { engine, folder: PACKAGE } = require('../../support/engine');

const options = { skip: engine !== 'v8' };
const IMPORT = `require(${JSON.stringify(PACKAGE)})`;
const HINTS = '--experimental-wasm-branch-hinting';
const NO_HINTS = '--no-experimental-wasm-branch-hinting';
const BUDGET = '--wasm-tiering-budget';

/** Whether V8 reads branch hints, by its version: by itself, and as this package compiles. */
const [BY_ITSELF, HERE] = { 10.2: [false, false], 11.3: [false, false], 12.4: [false, true], 13.6: [false, true] }[
  process.versions.v8.split('.', 2).join('.')
] ?? [true, true];

/** Runs a program in Node. Returns what it prints. */
function run(args, source, env = {}) {
  return execFileSync(process.execPath, [...args, '-e', source], {
    encoding: 'utf8', env: { ...process.env, ANYSQLITE_TIER_UP: '', ANYSQLITE_BRANCH_HINTS: '', ...env },
  });
}

/** Opens a database after other code. V8 derives the tag from all of its options. */
const tags = (prepare = '') => `
  const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
  ${prepare};
  const before = cachedDataVersionTag();
  new (${IMPORT})(':memory:').prepare('select 1').get();
  const after = cachedDataVersionTag();
  setFlagsFromString('${BUDGET}=7');
  console.log(after === before, cachedDataVersionTag() === before);
`;

test('all options of V8 are as before when a database is open', options, () => {
  assert.equal(run([], tags()), 'true false\n');
  assert.equal(run([], tags(`setFlagsFromString('${HINTS}')`)), 'true false\n');
  assert.equal(run([], tags(`setFlagsFromString('${NO_HINTS}')`)), 'true false\n');
});

test("an option of the program's own stays", options, () => {
  assert.equal(run([`${BUDGET}=7`], tags()), 'true true\n');
  assert.equal(run([`${BUDGET.replaceAll('-', '_').replace('__', '--')}=7`], tags()), 'true true\n');
  assert.equal(run([], tags(`setFlagsFromString('${BUDGET}=7'); process.env.NODE_OPTIONS = '${BUDGET}=7'`)),
    'true true\n');
  for (const option of [HINTS, NO_HINTS]) assert.equal(run([option], tags()), 'true false\n');
});

test('all options of V8 are as before when the module cannot be compiled', options, () => {
  assert.equal(run([], `
    const { cachedDataVersionTag } = require('node:v8');
    const before = cachedDataVersionTag();
    WebAssembly.Module = function () { throw new Error('no memory'); };
    try { new (${IMPORT})(':memory:'); } catch (error) { console.log(/no memory/.test(error.message)); }
    console.log(cachedDataVersionTag() === before);
  `), 'true\ntrue\n');
});

/** Prints how often an option of V8 is set: by a second copy of the package, too, in this thread and in a worker. */
const OPTIONS_SET = `
  const v8 = require('node:v8');
  const { setFlagsFromString } = v8;
  let count = 0;
  v8.setFlagsFromString = (option) => { count += 1; setFlagsFromString(option); };
  const open = () => { new (${IMPORT})(':memory:').close(); return count; };
  const once = open();
  for (const file of Object.keys(require.cache)) delete require.cache[file];
  console.log(once, open());
`;

/** Two for each option. V8 12 needs one more to undo the second. */
const SET = { 10.2: 2, 11.3: 2, 12.4: 5, 13.6: 4 }[process.versions.v8.split('.', 2).join('.')] ?? 2;

test('a thread sets the options of V8 once, whatever copies of the package it loads', options, () => {
  const inWorker = `const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(OPTIONS_SET)},
    { eval: true });`;
  assert.equal(run([], OPTIONS_SET), `${SET} ${SET}\n`);
  assert.equal(run([], inWorker), `${SET} ${SET}\n`);
});

/** Opens a database in many threads at once, and prints whether the options are as before. */
const MANY_THREADS = `
  const { cachedDataVersionTag } = require('node:v8');
  const { Worker } = require('node:worker_threads');
  const before = cachedDataVersionTag();
  const ends = Array.from({ length: 12 }, () => new Promise((resolve) => {
    new Worker(${JSON.stringify(`new (${IMPORT})(':memory:')`)}, { eval: true }).on('exit', resolve);
  }));
  Promise.all(ends).then((codes) => console.log(cachedDataVersionTag() === before, codes.every((code) => code === 0)));
`;

test('all options of V8 are as before when many threads have opened databases at once', options, () => {
  for (let round = 0; round < 3; round += 1) assert.equal(run([], MANY_THREADS), 'true true\n');
});

const SHORT_PROGRAM = `
  const db = new (${IMPORT})(':memory:');
  for (let i = 0; i < 50; i += 1) db.exec('create table if not exists t (a); select count(*) from t');
`;

/** Returns how many functions V8 optimises while the program runs. */
function optimised(env) {
  return run(['--trace-wasm-compilation-times'], SHORT_PROGRAM, env).match(/using TurboFan/gi)?.length ?? 0;
}

test('a short program ends before V8 optimises SQL, unless ANYSQLITE_TIER_UP is "v8"', options, () => {
  const [late, own] = [optimised({}), optimised({ ANYSQLITE_TIER_UP: 'v8' })];
  assert.ok(late < own, `${late} functions instead of ${own}`);
});

/** Prints whether V8 would read branch hints while it compiles the module: then setting the option changes no tag. */
const HINTS_READ = `
  const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
  WebAssembly.Module = class extends WebAssembly.Module {
    constructor(bytes) {
      const before = cachedDataVersionTag();
      setFlagsFromString('${HINTS}');
      console.log(cachedDataVersionTag() === before);
      super(bytes);
    }
  };
  new (${IMPORT})(':memory:');
`;

test('V8 reads the branch hints of the module, unless a variable or an option prevents it', options, () => {
  assert.equal(run([], HINTS_READ), `${HERE}\n`);
  assert.equal(run([], HINTS_READ, { ANYSQLITE_BRANCH_HINTS: 'v8' }), `${BY_ITSELF}\n`);
  assert.equal(run([NO_HINTS], HINTS_READ), 'false\n');
});

test('Database.anysqlite says how V8 compiles the module', options, () => {
  const print = `console.log(JSON.stringify(${IMPORT}.anysqlite.v8Options))`;
  const inForce = (args, env) => JSON.parse(run(args, print, env));
  assert.deepEqual(inForce([], {}), { tierUp: 'late', branchHints: HERE });
  assert.deepEqual(inForce([], { ANYSQLITE_TIER_UP: 'v8', ANYSQLITE_BRANCH_HINTS: 'v8' }),
    { tierUp: 'v8', branchHints: BY_ITSELF });
  assert.deepEqual(inForce([`${BUDGET}=7`, NO_HINTS], {}), { tierUp: 'v8', branchHints: false });
  assert.deepEqual(inForce([HINTS], {}), { tierUp: 'late', branchHints: true });
});
