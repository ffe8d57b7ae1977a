'use strict';

// What an operation costs in counts, which unlike times are the same on a busy machine: calls of the guest, calls of
// the host, bytes copied between JavaScript and the guest's memory, and the code that V8 compiles until the first row.
// `recorded.json` has the counts. None may grow; `node tests/costs/record.js` records lower ones.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { engine } = require('../support/engine');
const { scratchFolder } = require('../support/scratch-folder');
const recorded = require('./recorded.json');
const { costsOfOperations } = require('./support/costs');
const { compiledUntilFirstRow } = require('./support/compiled');

/** Code grows by a little with each SQLite and each compiler; more than this is worth a look. */
const GROWTH = 1.02;

const ADVICE = 'if that is what you want, record it: node tests/costs/record.js';

/**
 * Fails if a count is above its record; says so if it is below.
 * @param {import('node:test').TestContext} t
 * @param {string} name @param {number} count @param {number} record @param {number} [allowed]
 */
function compare(t, name, count, record, allowed = 1) {
  assert.ok(count <= record * allowed, `${name}: ${count}, recorded ${record}; ${ADVICE}`);
  if (count < record) t.diagnostic(`${name}: ${count}, recorded ${record}: record it by node tests/costs/record.js`);
}

test('the record names the operations that are counted', { skip: engine !== 'v8' }, () => {
  assert.deepEqual(Object.keys(recorded.operations), Object.keys(costsOfOperations()));
});

for (const [name, record] of Object.entries(recorded.operations)) {
  test(`no more calls and bytes than recorded: ${name}`, { skip: engine !== 'v8' }, (t) => {
    const cost = costsOfOperations()[name];
    assert.ok(cost.exports > 0 && cost.bytes > 0, 'nothing was counted');
    for (const [kind, count] of Object.entries(cost)) compare(t, `${name}: ${kind}`, count, record[kind]);
  });
}

test('V8 compiles no more of the module until the first row than recorded', { skip: engine !== 'v8' }, (t) => {
  const { functions, bytes } = compiledUntilFirstRow(scratchFolder(t).file('test.db'));
  assert.ok(functions > 0, 'V8 reports what it compiles in another way');
  compare(t, 'functions', functions, recorded.compiled.functions, GROWTH);
  compare(t, 'bytes', bytes, recorded.compiled.bytes, GROWTH);
});
