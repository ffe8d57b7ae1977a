'use strict';

// Prepares runtimes, each in a folder of target/runtimes, and prints the path of each program: node
// tests/portability/runtimes.js TARGET…

const fs = require('fs');
const path = require('path');
const { TARGETS } = require('./targets.js');
const { build } = require('./build.js');

// Its real path, so that checkouts which share the folder by a link do not build each other's runtimes again.
const ROOT = realFolder(path.resolve(__dirname, '../../target/runtimes'));
const MARKER = 'prepared.json';

/**
 * The command that starts a script, with the arguments before the script and the environment variables that it needs.
 * @typedef {{ command: string, args: string[], env: Record<string, string> }} Runtime
 */

/** Returns the real path of a folder, which is created if it is missing. @param {string} folder */
function realFolder(folder) {
  fs.mkdirSync(folder, { recursive: true });
  return fs.realpathSync(folder);
}

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
 * Returns the folder of a target, and the recipe that it is built from.
 * @param {string} name
 * @param {import('./targets.js').Target} target
 */
function placeOf(name, target) {
  const home = path.join(ROOT, name);
  return { home, recipe: JSON.stringify({ home, target }, null, 2) };
}

/**
 * Returns whether a target is prepared. Its marker holds the recipe, so a new version or a moved checkout rebuilds it.
 * @param {string} home
 * @param {string} recipe
 */
function isPrepared(home, recipe) {
  const marker = path.join(home, MARKER);
  return fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === recipe;
}

/**
 * Builds in a temporary folder and renames it, so that interrupted or concurrent preparations leave no partial runtime.
 * @param {import('./targets.js').Target} target
 * @param {string} home
 * @param {string} recipe
 */
function prepareIn(target, home, recipe) {
  const temporary = `${home}.${process.pid}`;
  try {
    build(target, temporary, home);
    fs.writeFileSync(path.join(temporary, MARKER), recipe);
    if (isPrepared(home, recipe)) return;
    fs.rmSync(home, { recursive: true, force: true });
    fs.renameSync(temporary, home);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Returns the runtime of a target, which is built first if it is not prepared.
 * @param {string} name a key of TARGETS
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

/** Returns the names of the targets that are prepared. */
function preparedTargets() {
  return Object.entries(TARGETS).filter(([name, target]) => {
    const { home, recipe } = placeOf(name, target);
    return isPrepared(home, recipe);
  }).map(([name]) => name);
}

module.exports = { prepare, preparedTargets };

if (require.main === module) {
  try {
    for (const name of process.argv.slice(2)) console.log(prepare(name).command);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
