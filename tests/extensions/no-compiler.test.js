'use strict';

// A host that cannot run extensions, as the engine wasmtime's, which has no compiler: here a host of JavaScript
// that answers so.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { folder } = require('../support/engine');
const { sqliteError } = require('../support/errors');
const { scratch } = require('../support/scratch');
const { built } = require('./support/built');
const { ERRNO } = require(`${folder}/lib/generated/abi`);
const { currentInstance } = require(`${folder}/lib/engine/choose`);
const { Extensions } = require(`${folder}/lib/host/extensions`);

test('a host without a compiler refuses extensions and says why', (t) => {
  const { imports } = Extensions.prototype;
  t.after(() => {
    Extensions.prototype.imports = imports;
  });
  Extensions.prototype.imports = function withoutCompiler() {
    return { ...imports.call(this), table_grow: (_count) => -ERRNO.ENOSYS };
  };
  // The next connection gets an instance of its own.
  currentInstance().stop(new Error('for the test'));
  const db = scratch(t).open(':memory:');
  assert.throws(() => db.loadExtension(built('kinds')), sqliteError(
    'SQLITE_ERROR',
    `the shared library ${built('kinds')} cannot be run: `
      + 'extensions need the engine v8, because wasmtime has no compiler here',
  ));
  assert.equal(db.prepare('select 1').pluck().get(), 1);
});
