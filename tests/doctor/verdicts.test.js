'use strict';

// The doctor's verdicts beside what really happens when each addon is loaded, in a process of its own. ANYSQLITE_TARGETS
// names the runtimes (tests/portability/targets.js).

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, test } = require('node:test');
const { makeForeignAddons } = require('../support/foreign-addons');
const { temporaryFolder } = require('./support/temporary-folder');
const { runtime } = require('./support/reality');

const TARGETS = (process.env.ANYSQLITE_TARGETS || 'node24').split(',');

/**
 * What no header says: the addon contains an instruction that no CPU has. The doctor finds nothing against it, on the
 * CPU that it is for.
 */
const UNKNOWABLE = 'unknown-instruction';

const folder = temporaryFolder();

/** @type {string[]} */
let files;

before(() => {
  files = makeForeignAddons(folder);
});

/** @param {string} file */
const nameOf = (file) => path.basename(file, '.node');

for (const name of TARGETS) {
  test(`${name}: each addon loads or does not, as the doctor says`, async () => {
    const target = runtime(name);
    const { addons } = target.doctor(folder, '--all');
    const verdicts = new Map(addons.map((addon) => [addon.path, addon]));
    const existing = files.filter((file) => nameOf(file) !== 'missing');
    assert.deepEqual([...verdicts.keys()].sort(), existing);
    assert.ok(existing.length >= 29);
    const reality = await target.loadAll(existing);

    const wrong = existing.filter((file) => verdicts.get(file).loads !== reality.get(file).loads);
    const explained = wrong.map((file) => ({ file, verdict: verdicts.get(file), reality: reality.get(file) }));
    assert.deepEqual(wrong.map(nameOf).filter((file) => file !== UNKNOWABLE), [], JSON.stringify(explained, null, 2));
    // Neither side is trivial.
    assert.ok([...reality.values()].some(({ loads }) => loads));
    assert.ok([...reality.values()].filter(({ loads }) => !loads).length > 20);
  });
}
