'use strict';

// V8's options for the module. V8 reads them when it compiles a module, so they are set for that moment, and undone at
// once.
//
// The tiering budget: V8 counts what a function executes, and optimises it when a budget is used up. By its own budget
// that begins within the first statements: SQLite's large functions are compiled on other cores while the program is
// still starting, and a short program waits for them before it can exit. The module gets a larger budget.
//
// Branch hints: the module says which way its branches usually go. V8 12 and 13 read that only if they are asked to.
//
// Validation: by itself V8 validates every function before it runs any, which takes longer than all else that it does
// with the module at first. A module that is as it was built is valid, so each of its functions is validated when it is
// called first. V8 ends the process at a function that turns out to be invalid then: so a module that is not as it was
// built is validated as V8 does it by itself. While the option is set, for a millisecond, it holds for other threads.

const { process } = require('../intrinsics');
const { isAsBuilt } = require('./as-built');

const BUDGET_OPTION = '--wasm-tiering-budget';
const HINTS_OPTION = '--experimental-wasm-branch-hinting';
const VALIDATION_OPTION = '--wasm-lazy-validation';

/** The budget of the module, about as many bytes of code as a function may execute. */
const BUDGET = 130_000_000;

/**
 * @typedef {object} Version
 * @property {number} budget V8's own
 * @property {'never' | 'if asked' | 'always'} hints when it reads branch hints: never, if its option is set, or always
 * @property {boolean} [broad] whether that option sets `--experimental`, too
 * @property {boolean} [lazy] whether it compiles a function when it is called first
 */

/**
 * What is known by V8's version, because V8 does not say it itself. The options of other versions are left alone.
 * @type {Record<string, Version>}
 */
const VERSIONS = {
  '10.2': { budget: 1_800_000, hints: 'never' },
  '11.3': { budget: 1_800_000, hints: 'never', lazy: true },
  '12.4': { budget: 13_000_000, hints: 'if asked', broad: true, lazy: true },
  '13.6': { budget: 13_000_000, hints: 'if asked', lazy: true },
  '14.6': { budget: 13_000_000, hints: 'always', lazy: true },
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

/** Returns whether V8 is to validate a function of the module when it is called first. */
function validatesLate() {
  if (process.env.ANYSQLITE_VALIDATION === 'v8' || programSetting(VALIDATION_OPTION) !== undefined) return false;
  return knownVersion()?.lazy === true;
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
 * Calls a function while an option of V8 is set. V8 derives a tag from all of its options, which shows whether the
 * program has set the option by itself, and whether everything is as before: code that was cached under another tag is
 * useless.
 * @template T
 * @param {string} option
 * @param {() => T} compile
 * @returns {T}
 */
function withOption(option, compile) {
  const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
  const before = cachedDataVersionTag();
  setFlagsFromString(option);
  if (cachedDataVersionTag() === before) return compile();
  try {
    return compile();
  } finally {
    setFlagsFromString(option.replace('--', '--no-'));
    // Only there, because the tag also differs while another thread sets options.
    const isBroad = option === HINTS_OPTION && knownVersion()?.broad;
    if (isBroad && cachedDataVersionTag() !== before) setFlagsFromString('--no-experimental');
  }
}

/**
 * Calls a function while V8 reads branch hints.
 * @template T
 * @param {() => T} compile
 * @returns {T}
 */
function withBranchHints(compile) {
  return asksForHints() ? withOption(HINTS_OPTION, compile) : compile();
}

/**
 * Calls a function while V8 validates a function of a module when it is called first.
 * @template T
 * @param {Uint8Array} bytes the module
 * @param {() => T} compile
 * @returns {T}
 */
function withLateValidation(bytes, compile) {
  return validatesLate() && isAsBuilt(bytes) ? withOption(VALIDATION_OPTION, compile) : compile();
}

/**
 * Compiles the module with the options that are best for it.
 * @template T
 * @param {Uint8Array} bytes the module
 * @param {() => T} compile
 * @returns {T}
 */
function withModuleOptions(bytes, compile) {
  // What is set last is undone first: the other options must not differ between the two tags that are compared.
  return withLateTierUp(() => withLateValidation(bytes, () => withBranchHints(compile)));
}

/** Returns how V8 compiles the module: its optimisation and its validation are 'late', or as V8 does them ('v8'). */
function moduleOptions() {
  return {
    tierUp: ownBudget() === undefined ? 'v8' : 'late',
    validation: validatesLate() ? 'late' : 'v8',
    branchHints: readsHints(),
  };
}

module.exports = { moduleOptions, withModuleOptions };
