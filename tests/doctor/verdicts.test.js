'use strict';

// The doctor's verdicts beside what really happens when each addon is loaded, in a process of its own.
// ANYSQLITE_TARGETS names the runtimes (tests/portability/targets.js).

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { makeForeignAddons } = require('../support/foreign-addons');
const { runtime } = require('./support/reality');
const { temporaryFolder } = require('./support/temporary-folder');

const TARGETS = (process.env.ANYSQLITE_TARGETS || 'node24').split(',');

/** Runtimes for which another binary of better-sqlite3 than that for Linux on x64 is the right one, and is damaged. */
const PLATFORMS = /** @type {const} */ ([
  [/^win-x64/, 'win32-x64'],
  [/^musl-x64/, 'linuxmusl-x64'],
  [/^musl-arm64/, 'linuxmusl-arm64'],
  [/^arm64/, 'linux-arm64'],
]);

/**
 * Where the doctor errs. No header says that an addon contains an instruction which the CPU lacks. And Wine maps what
 * there is of a section that is not whole; the doctor says that such a file is damaged.
 * @param {string} target
 */
const errors = (target) => (target.startsWith('win-') ? ['cut-last-byte'] : ['unknown-instruction']);

const folder = temporaryFolder();

/** @param {string} file */
const nameOf = (file) => path.basename(file, '.node');

/** Returns the addons for a runtime. Wine does not show links to what does not exist. @param {string} target */
function addonsFor(target) {
  const platform = PLATFORMS.find(([targets]) => targets.test(target))?.[1] ?? 'linux-x64';
  const hidden = target.startsWith('win-') ? ['missing', 'dangling-link'] : ['missing'];
  const place = path.join(folder, platform);
  return { place, files: makeForeignAddons(place, platform).filter((file) => !hidden.includes(nameOf(file))) };
}

for (const name of TARGETS) {
  test(`${name}: each addon loads or does not, as the doctor says`, async () => {
    const { place, files } = addonsFor(name);
    const target = runtime(name);
    const verdicts = new Map(target.doctor(place).addons.map((addon) => [addon.path, addon]));
    assert.deepEqual([...verdicts.keys()].sort(), files);
    assert.ok(files.length >= 29);
    const reality = await target.loadAll(files);

    const wrong = files.filter((file) => verdicts.get(file).loads !== reality.get(file).loads);
    const explained = wrong.map((file) => ({ file, verdict: verdicts.get(file), reality: reality.get(file) }));
    const unexpected = wrong.map(nameOf).filter((file) => !errors(name).includes(file));
    assert.deepEqual(unexpected, [], JSON.stringify(explained, null, 2));
    // Neither side is trivial.
    assert.ok([...reality.values()].some(({ loads }) => loads));
    assert.ok([...reality.values()].filter(({ loads }) => !loads).length > 20);
  });
}
