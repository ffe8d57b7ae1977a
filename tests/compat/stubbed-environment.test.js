'use strict';

// The package takes what it needs of the environment when it loads. Native better-sqlite3 calls some of these functions
// whenever a database is opened, a statement executed or a Buffer made.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkSql } = require('../support/check-sql');
const { answerOfChild } = require('../support/child');

/** What is done to the environment, in a process of its own. */
const stubs = {
  'functions of node:fs that throw': () => {
    const fs = require('node:fs');
    for (const name of Object.keys(fs)) {
      if (typeof fs[name] !== 'function' || !name.endsWith('Sync')) continue;
      fs[name] = () => {
        throw Object.assign(new Error('stubbed'), { code: 'ENOENT' });
      };
    }
  },
  'functions of node:path and node:os that throw': () => {
    for (const module of [require('node:path'), require('node:os')]) {
      for (const name of Object.keys(module)) {
        // node:fs itself calls toNamespacedPath() on Node 18 and 20.
        if (typeof module[name] !== 'function' || name === 'toNamespacedPath') continue;
        module[name] = () => {
          throw new Error('stubbed');
        };
      }
    }
  },
  'functions of Buffer': () => {
    for (const name of ['from', 'alloc', 'allocUnsafe', 'allocUnsafeSlow', 'isBuffer', 'byteLength']) {
      Buffer[name] = () => {
        throw new Error('stubbed');
      };
    }
  },
  'functions of Math, Number, Object, Array and Reflect': () => {
    const kept = ['create', 'defineProperty', 'prototype', 'setPrototypeOf', 'getPrototypeOf', 'getOwnPropertyNames'];
    for (const object of [Math, Number, Array, Reflect, Object]) {
      for (const name of Object.getOwnPropertyNames(object)) {
        if (typeof object[name] !== 'function' || kept.includes(name)) continue;
        object[name] = () => {
          throw new Error(`stubbed: ${name}`);
        };
      }
    }
  },
  'removed globals': () => {
    for (const name of [
      'WebAssembly', 'Atomics', 'SharedArrayBuffer', 'Map', 'Set', 'BigInt', 'DataView', 'Int32Array', 'Float64Array',
      'BigInt64Array', 'Uint8Array', 'ArrayBuffer', 'Buffer', 'FinalizationRegistry', 'performance', 'Reflect',
      'Number', 'String', 'Math', 'Function',
    ]) delete globalThis[name];
  },
};

for (const [name, stub] of Object.entries(stubs)) {
  test(`SQL does not notice ${name}`, (t) => checkSql(t, stub));
}

test('the clock is the system\'s even if fake timers were installed before the package', () => {
  const [real, now] = answerOfChild(({ folder }) => {
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    const Real = Date;
    const real = Real.now();
    globalThis.Date = class extends Real {
      static now() {
        return 0;
      }
    };
    const Database = require(folder);
    return [real, new Database(':memory:').prepare("select cast(strftime('%s', 'now') as integer)").pluck().get()];
  });
  assert.ok(Math.abs(now - real / 1000) < 60, `${now} is not ${real / 1000}`);
});
