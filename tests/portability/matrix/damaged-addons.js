'use strict';

// The package as it arrives in a tree that was copied from elsewhere: foreign and damaged addons lie beside it and in
// the place of its own optional addons. Whatever they are, the package works.

const fs = require('node:fs');
const path = require('node:path');
const { makeForeignAddons } = require('../../support/foreign-addons');
const { PACKAGES } = require('../../support/packages.js');
const { TARGETS } = require('../targets.js');
const { runProgram } = require('./run.js');

/** How many processes run at once. */
const AT_ONCE = 2;

/** Emulated runtimes take seconds to start: they get each so many-th addon. */
const EMULATED_STEP = 4;

/** Copies a file, a folder or a link. A missing file leaves nothing. @param {string} from @param {string} to */
function place(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(to), { recursive: true });
  const found = fs.lstatSync(from, { throwIfNoEntry: false });
  // `cpSync` fails for a link that leads nowhere.
  if (found?.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
  else if (found) fs.cpSync(from, to, { recursive: true });
}

/** A tree of modules with the package, where addons are replaced. */
class Tree {
  /** @param {string} folder @param {{ shim: string, addonPackage: string, builtAddon: string }} names */
  constructor(folder, names) {
    this.folder = folder;
    this.package = path.join(folder, 'node_modules', 'better-sqlite3');
    fs.cpSync(PACKAGES.ours, this.package, { recursive: true });
    fs.rmSync(path.join(this.package, 'wasmtime'), { recursive: true, force: true });
    const addonFolder = path.join(folder, 'node_modules', ...names.addonPackage.split('/'));
    fs.mkdirSync(addonFolder, { recursive: true });
    const manifest = { name: names.addonPackage, version: '1.0.0', main: 'addon.node' };
    fs.writeFileSync(path.join(addonFolder, 'package.json'), JSON.stringify(manifest));
    /** The places of optional addons, and those where other packages have theirs. */
    this.places = [
      path.join(this.package, 'shim', names.shim),
      path.join(this.package, 'build', 'Release', 'better_sqlite3.node'),
      path.join(this.package, 'prebuilds', names.shim),
      path.join(addonFolder, 'addon.node'),
    ];
    this.builtAddon = path.join(this.package, 'wasmtime', names.builtAddon);
  }

  /** Puts an addon in every place. @param {string} addon @param {boolean} built also where a build puts one */
  plant(addon, built) {
    for (const to of this.places) place(addon, to);
    fs.rmSync(path.dirname(this.builtAddon), { recursive: true, force: true });
    if (built) place(addon, this.builtAddon);
  }
}

/**
 * Uses the package with each addon in the place of its own, in a process of its own. Returns how many uses succeeded.
 * @param {string} target
 * @param {string} folder
 */
async function damagedAddons(target, folder) {
  const { emulation, wine } = TARGETS[target];
  const step = emulation || wine ? EMULATED_STEP : 1;
  const every = makeForeignAddons(path.join(folder, 'addons')).filter((_, index) => index % step === 0);
  const asked = await runProgram(target, 'addon-names.js', folder, (result) => [result]);
  if (!asked.result) return { survived: 0, of: every.length, failures: [`${asked.failure}`] };
  // The package's own lock addon for this target is neither foreign nor damaged.
  const addons = every.filter((addon) => path.basename(addon) !== asked.result.shim);
  const queue = addons.map((addon, index) => ({ addon, built: index % 2 === 0 }));
  /** @type {string[]} */
  const failures = [];
  const work = async (/** @type {unknown} */ _, /** @type {number} */ worker) => {
    const own = path.join(folder, `tree-${worker}`);
    const tree = new Tree(own, asked.result);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      tree.plant(next.addon, next.built);
      const file = path.join(own, `${path.basename(next.addon)}.db`);
      const { result, failure } = await runProgram(target, 'use-tree.js', own, (to) => [tree.package, file, to]);
      const wrong = failure ?? (result.works ? undefined : JSON.stringify(result));
      if (wrong !== undefined) failures.push(`${path.basename(next.addon)}: ${wrong}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { survived: addons.length - failures.length, of: addons.length, failures };
}

module.exports = { damagedAddons };
