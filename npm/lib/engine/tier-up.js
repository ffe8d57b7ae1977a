'use strict';

// When V8 optimises the functions of the module. V8 counts what a function executes, and optimises it when a budget is
// used up. By its own budget that begins within the first statements: SQLite's large functions are compiled on other
// cores while the program is still starting, and a short program waits for them before it can exit. The module gets a
// larger budget. V8 reads it when a module is compiled, so the setting is undone at once.

const { process } = require('../intrinsics');

const FLAG = '--wasm-tiering-budget';

/** The budget of the module, about as many bytes of code as a function may execute. */
const BUDGET = 130_000_000;

/**
 * V8's own budget, by V8's version: V8 tells nobody. With another version the setting is left alone.
 * @type {Record<string, number>}
 */
const OWN_BUDGETS = {
  '10.2': 1_800_000, '11.3': 1_800_000, '12.4': 13_000_000, '13.6': 13_000_000, '14.6': 13_000_000,
};

/** Runtimes that have Node's modules, but set V8's options in their own way. */
const OTHERS = ['bun', 'deno', 'electron'];

/** Returns V8's own budget, undefined if it is unknown or not to be changed. */
function ownBudget() {
  const { env, execArgv, versions } = process;
  if (env.ANYSQLITE_TIER_UP === 'v8' || OTHERS.some((name) => versions[name] !== undefined)) return undefined;
  if (execArgv.some((option) => option.replaceAll('_', '-').startsWith(FLAG))) return undefined;
  return OWN_BUDGETS[versions.v8.split('.', 2).join('.')];
}

/**
 * Compiles a module with a larger budget.
 * @template T
 * @param {() => T} compile
 * @returns {T}
 */
function withLateTierUp(compile) {
  const budget = ownBudget();
  if (budget === undefined) return compile();
  // Loaded late, because only the first copy in a thread compiles the module.
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString(`${FLAG}=${BUDGET}`);
  try {
    return compile();
  } finally {
    setFlagsFromString(`${FLAG}=${budget}`);
  }
}

module.exports = { withLateTierUp };
