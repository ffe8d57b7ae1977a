'use strict';

// V8's options for the module. V8 reads them when it compiles a module, so they are set for that moment, and undone at
// once.
//
// The tiering budget: V8 counts what a function executes, and optimises it when a budget is used up. By its own budget
// that begins within the first statements: SQLite's large functions are compiled on other cores while the program is
// still starting, and a short program waits for them before it can exit. The module gets a larger budget.
//
// Branch hints: the module says which way its branches usually go. V8 12 and 13 read that only if they are asked to.

const { process } = require('../intrinsics');

const BUDGET_OPTION = '--wasm-tiering-budget';
const HINTS_OPTION = '--experimental-wasm-branch-hinting';

/** The budget of the module, about as many bytes of code as a function may execute. */
const BUDGET = 130_000_000;

/**
 * By V8's version: V8's own budget, and when it reads branch hints: never, if its option is set, or always; `broad`:
 * that option sets `--experimental`, too. V8 does not say so itself. The options of other versions are left alone.
 * @type {Record<string, { budget: number, hints: 'never' | 'if asked' | 'always', broad?: boolean }>}
 */
const VERSIONS = {
  '10.2': { budget: 1_800_000, hints: 'never' },
  '11.3': { budget: 1_800_000, hints: 'never' },
  '12.4': { budget: 13_000_000, hints: 'if asked', broad: true },
  '13.6': { budget: 13_000_000, hints: 'if asked' },
  '14.6': { budget: 13_000_000, hints: 'always' },
};

/** Runtimes that have Node's modules, but set V8's options in their own way. */
const OTHERS = ['bun', 'deno', 'electron'];

/** Returns what is known about V8, undefined if that is nothing. */
function knownVersion() {
  const { versions } = process;
  if (OTHERS.some((name) => versions[name] !== undefined)) return undefined;
  return VERSIONS[versions.v8.split('.', 2).join('.')];
}

/**
 * Returns the last setting of an option in the options that the program was started with, undefined if there is none.
 * @param {string} option
 */
function programSetting(option) {
  const settings = [...(process.env.NODE_OPTIONS ?? '').split(' '), ...process.execArgv];
  const name = option.slice('--'.length);
  return settings.map((setting) => setting.replaceAll('_', '-'))
    .filter((setting) => setting.replace(/^--(no-?)?/, '').split('=', 1)[0] === name).at(-1);
}

/** Returns V8's own budget, undefined if it is unknown or not to be changed. */
function ownBudget() {
  if (process.env.ANYSQLITE_TIER_UP === 'v8' || programSetting(BUDGET_OPTION) !== undefined) return undefined;
  return knownVersion()?.budget;
}

/** Returns whether V8 is to be asked to read branch hints. */
function asksForHints() {
  if (process.env.ANYSQLITE_BRANCH_HINTS === 'v8' || programSetting(HINTS_OPTION) !== undefined) return false;
  return knownVersion()?.hints === 'if asked';
}

/** Returns whether V8 reads the module's branch hints, undefined if that is unknown. */
function readsHints() {
  const setting = programSetting(HINTS_OPTION);
  if (setting !== undefined && knownVersion() !== undefined) return !setting.startsWith('--no');
  const hints = knownVersion()?.hints;
  return hints === undefined ? undefined : hints === 'always' || asksForHints();
}

/**
 * Calls a function while V8 has a larger budget.
 * @template T
 * @param {() => T} compile
 * @returns {T}
 */
function withLateTierUp(compile) {
  const budget = ownBudget();
  if (budget === undefined) return compile();
  // Loaded late, because only the first copy in a thread compiles the module.
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString(`${BUDGET_OPTION}=${BUDGET}`);
  try {
    return compile();
  } finally {
    setFlagsFromString(`${BUDGET_OPTION}=${budget}`);
  }
}

/**
 * Calls a function while V8 reads branch hints. V8 derives a tag from all of its options, which shows whether the
 * program has set the option by itself, and whether everything is as before: code that was cached under another tag is
 * useless.
 * @template T
 * @param {() => T} compile
 * @returns {T}
 */
function withBranchHints(compile) {
  if (!asksForHints()) return compile();
  const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
  const before = cachedDataVersionTag();
  setFlagsFromString(HINTS_OPTION);
  if (cachedDataVersionTag() === before) return compile();
  try {
    return compile();
  } finally {
    setFlagsFromString(HINTS_OPTION.replace('--', '--no-'));
    // Only there, because the tag also differs while another thread sets options.
    if (knownVersion()?.broad && cachedDataVersionTag() !== before) setFlagsFromString('--no-experimental');
  }
}

/**
 * Compiles the module with the options that are best for it.
 * @template T
 * @param {() => T} compile
 * @returns {T}
 */
function withModuleOptions(compile) {
  // The hints are undone first: the budget must not differ between the two tags that are compared.
  return withLateTierUp(() => withBranchHints(compile));
}

/** Returns how V8 compiles the module: its optimisation is 'late', or as V8 does it ('v8'). */
function moduleOptions() {
  return { tierUp: ownBudget() === undefined ? 'v8' : 'late', branchHints: readsHints() };
}

module.exports = { moduleOptions, withModuleOptions };
