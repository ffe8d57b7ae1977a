'use strict';

// When V8 optimises the module. The package changes a setting of V8 for the moment in which it compiles the module.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { test } = require('node:test');
const { engine, folder: PACKAGE } = require('../../support/engine');

const options = { skip: engine !== 'v8' };

/** Runs a program in Node. Returns what it prints. */
function run(args, source, env = {}) {
  return execFileSync(process.execPath, [...args, '-e', source], {
    encoding: 'utf8', env: { ...process.env, ANYSQLITE_TIER_UP: '', ...env },
  });
}

/** Opens a database. V8 derives the tag from all of its options. */
const TAGS = `
  const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
  const before = cachedDataVersionTag();
  new (require(${JSON.stringify(PACKAGE)}))(':memory:').prepare('select 1').get();
  const after = cachedDataVersionTag();
  setFlagsFromString('--wasm-tiering-budget=7');
  console.log(after === before, cachedDataVersionTag() === before);
`;

test('all options of V8 are as before when a database is open', options, () => {
  assert.equal(run([], TAGS), 'true false\n');
});

test("an option of the program's own stays", options, () => {
  assert.equal(run(['--wasm-tiering-budget=7'], TAGS), 'true true\n');
  assert.equal(run(['--wasm_tiering_budget=7'], TAGS), 'true true\n');
});

const SHORT_PROGRAM = `
  const db = new (require(${JSON.stringify(PACKAGE)}))(':memory:');
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
