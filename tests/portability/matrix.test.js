'use strict';

// The matrix on the targets that ANYSQLITE_TARGETS names: every one has the results of native better-sqlite3. Without
// it, node24 and all prepared targets are tested.

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { damagedAddons } = require('./matrix/damaged-addons.js');
const { differences, inFolder, measureNative, measureParts } = require('./matrix/measure.js');
const { documentOf, passes } = require('./matrix/table.js');
const { requestedTargets } = require('./support/requested-targets.js');
const { PACKAGES } = require('../support/packages.js');

/** @import { Measured } from './matrix/measure.js' */

/** @type {Measured} */
let native;

before(async () => {
  native = await measureNative();
  assert.equal(native.failure, undefined);
});

for (const target of requestedTargets()) {
  test(`${target} has the results of native better-sqlite3`, async (t) => {
    const measured = await measureParts(target, PACKAGES.ours);
    assert.equal(measured.failure, undefined);
    assert.deepEqual(differences(measured, native), []);
    assert.equal(measured.digest, native.digest);
    t.diagnostic(`${measured.found?.runtime} on ${measured.found?.cpu}, locks: ${measured.found?.tier}`);
  });
}

test('the package works among foreign and damaged addons, also in the place of its own', async () => {
  const { survived, of, failures } = await inFolder((folder) => damagedAddons('node24', folder));
  assert.deepEqual(failures, []);
  assert.ok(survived === of && of >= 29, `${survived} of ${of}`);
});

test('a target that differs, fails or dies of an addon does not pass, and the document says so', () => {
  const addons = { survived: 2, of: 2, failures: [] };
  const same = { ...native, target: 'node24', addons };
  const other = { ...native.found, parts: { ...native.found?.parts, text: [] } };
  const cases = /** @type {[Measured, boolean, RegExp][]} */ ([
    [same, true, /\| the same \| 2 of 2 \|/],
    [{ ...same, digest: 'other', found: other }, false, /differs in text/],
    [{ target: 'node24', digest: '', failure: 'SIGBUS: \nmore' }, false, /fails: SIGBUS/],
    [{ ...same, addons: { survived: 1, of: 2, failures: ['cut: SIGBUS'] } }, false, /1 of 2/],
  ]);
  for (const [measured, expected, text] of cases) {
    assert.equal(passes(measured, native), expected);
    assert.match(documentOf([measured], native), text);
  }
});
