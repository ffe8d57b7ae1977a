'use strict';

// Prepares runtimes under target/runtimes, one folder each: node tests/portability/runtimes.js TARGET…

const fs = require('fs');
const path = require('path');
const { TARGETS } = require('./targets.js');
const { build } = require('./build.js');

const ROOT = path.resolve(__dirname, '../../target/runtimes');
const MARKER = 'prepared.json';

/**
 * How to start a script.
 * @typedef {{ command: string, args: string[], env: Record<string, string> }} Runtime
 */

/**
 * @param {string} name
 * @returns {import('./targets.js').Target}
 */
function targetNamed(name) {
  if (!Object.hasOwn(TARGETS, name)) {
    throw new Error(`There is no target "${name}". Choose one of: ${Object.keys(TARGETS).join(', ')}`);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The runtimes are for x86-64 Linux, not for ${process.platform} on ${process.arch}`);
  }
  return TARGETS[name];
}

/**
 * Where a target is, and what it is made by.
 * @param {string} name
 * @param {import('./targets.js').Target} target
 */
function placeOf(name, target) {
  const home = path.join(ROOT, name);
  return { home, recipe: JSON.stringify({ home, target }, null, 2) };
}

/**
 * A target is prepared when its marker holds its recipe: a changed version or a moved checkout builds it anew.
 * @param {string} home
 * @param {string} recipe
 */
function isPrepared(home, recipe) {
  const marker = path.join(home, MARKER);
  return fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === recipe;
}

/**
 * Builds aside and renames, so that an interrupted or a second preparation leaves no half of a runtime.
 * @param {import('./targets.js').Target} target
 * @param {string} home
 * @param {string} recipe
 */
function prepareIn(target, home, recipe) {
  const aside = `${home}.${process.pid}`;
  try {
    build(target, aside, home);
    fs.writeFileSync(path.join(aside, MARKER), recipe);
    if (isPrepared(home, recipe)) return;
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(aside, home);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * @param {string} name one of TARGETS
 * @returns {Runtime}
 */
function prepare(name) {
  const target = targetNamed(name);
  const { home, recipe } = placeOf(name, target);
  if (!isPrepared(home, recipe)) {
    console.error(`preparing ${name}: ${target.about}`);
    prepareIn(target, home, recipe);
  }
  const bin = path.join(home, 'bin');
  return {
    command: path.join(bin, path.basename(target.program)),
    args: target.args ?? [],
    env: { PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...target.env },
  };
}

/** The names of the targets that need no preparation any more. */
function preparedTargets() {
  return Object.entries(TARGETS).filter(([name, target]) => {
    const { home, recipe } = placeOf(name, target);
    return isPrepared(home, recipe);
  }).map(([name]) => name);
}

module.exports = { prepare, preparedTargets };

if (require.main === module) {
  try {
    for (const name of process.argv.slice(2)) prepare(name);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
