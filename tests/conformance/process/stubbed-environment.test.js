'use strict';

// What an application does to JavaScript's globals and to Node's modules after it has loaded the package does not reach
// SQL: stubs and fake timers of test runners, mocks, removed globals.

const assert = require('node:assert/strict');
const { existsSync } = require('node:fs');
const { test } = require('node:test');
const { checkSql } = require('../../support/check-sql');
const { answerOfChild } = require('../../support/child');
const { scratchFolder } = require('../../support/scratch-folder');

/** What is done to the environment, in a process of its own. */
const stubs = {
  'Date without now()': () => {
    globalThis.Date = class {};
  },
  'a Date that is undefined': () => {
    globalThis.Date = undefined;
  },
  'a fake clock': () => {
    Date.now = () => 0;
    performance.now = () => 0;
    process.hrtime = () => [0, 0];
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor() {
        super(0);
      }

      static now() {
        return 0;
      }
    };
  },
  'a Date.now() that throws': () => {
    Date.now = () => {
      throw new Error('stubbed');
    };
  },
  'fake timers': () => {
    for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) globalThis[name] = () => {};
  },
  'functions and properties of process': () => {
    process.cwd = () => '/nowhere';
    process.kill = () => {
      throw new Error('stubbed');
    };
    for (const [name, value] of [['pid', 1], ['platform', 'win32'], ['arch', 'pdp11'], ['env', {}]]) {
      Object.defineProperty(process, name, { value, configurable: true });
    }
  },
};

for (const [name, stub] of Object.entries(stubs)) {
  test(`SQL does not notice ${name}`, (t) => checkSql(t, stub));
}

test('a relative path is that of the process, whatever process.cwd() says', (t) => {
  const { file, folder } = scratchFolder(t);
  answerOfChild(({ Database }, name) => {
    process.chdir(name);
    process.cwd = () => '/nowhere';
    new Database('test.db').exec('create table t (a)').close();
  }, { args: [folder] });
  assert.ok(existsSync(file('test.db')));
});
