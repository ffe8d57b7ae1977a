'use strict';

// What closing a connection releases: an extension's memory and its part of the table. WebAssembly's memory and table
// never shrink, so both are used again.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { folder } = require('../support/engine');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');
const { currentInstance } = require(`${folder}/lib/engine/choose`);

const ROUNDS = 100;

/** Returns the size of the instance's memory and table, and how many extensions run on it. */
function sizes() {
  const { memory, host } = currentInstance();
  const { instances, table } = host.extensions;
  return { memory: memory.bytes.length, table: table.length, extensions: instances.objects.filter(Boolean).length };
}

test('closing a connection releases its extensions', (t) => {
  const { open } = scratch(t);
  open(':memory:');
  open(':memory:').loadExtension(built('kinds')).loadExtension(built('texts')).close();
  const before = sizes();
  for (let round = 0; round < ROUNDS; round++) {
    const db = open(':memory:').loadExtension(built('texts')).loadExtension(built('kinds'));
    assert.equal(db.prepare('select word(1)').pluck().get(), 'eins');
    db.close();
  }
  assert.deepEqual(sizes(), before);
});

test('an extension that is refused leaves nothing', (t) => {
  const db = scratch(t).open(':memory:');
  assert.throws(() => db.loadExtension(built('kinds'), 'absent'));
  const before = sizes();
  for (let round = 0; round < ROUNDS; round++) assert.throws(() => db.loadExtension(built('kinds'), 'absent'));
  assert.deepEqual(sizes(), before);
});

test('an extension whose entry point fails is released with the connection', (t) => {
  const { open } = scratch(t);
  open(':memory:');
  const before = sizes();
  const db = open(':memory:');
  assert.throws(() => db.loadExtension(built('failing'), 'refuses_late'), /error during initialization/);
  assert.equal(sizes().extensions, before.extensions + 1);
  db.close();
  assert.equal(sizes().extensions, before.extensions);
});

test('an extension that asks to stay does so after its connection', (t) => {
  const { open } = scratch(t);
  open(':memory:');
  const before = sizes();
  open(':memory:').loadExtension(built('failing'), 'stays').close();
  assert.equal(sizes().extensions, before.extensions + 1);
});
