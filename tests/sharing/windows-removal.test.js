'use strict';

// On Windows the name of a removed file may stay as long as another program has the file open. A journal that is to be
// gone when a transaction has committed must not be found by the next client.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { test } = require('node:test');
const { SIDES } = require('../support/packages');
const { startPeer } = require('./support/peer');
const { scratchFolder } = require('../support/scratch-folder');

const skip = process.platform === 'win32' ? false : 'only Windows keeps the name of a removed file';

/**
 * Starts a process that opens a file, as Node does, and closes it after a time. Resolves when the file is open.
 * @param {string} file
 * @param {number} milliseconds
 */
async function openFor(file, milliseconds) {
  const source = `const file = require('fs').openSync(${JSON.stringify(file)}, 'r');
    console.log('open'); setTimeout(() => require('fs').closeSync(file), ${milliseconds})`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
}

for (const side of SIDES) {
  for (const [ending, rows] of Object.entries({ commit: [[1], [2]], rollback: [[1]] })) {
    test(`after a ${ending} its journal is gone for ${side}, although a program had it open`, { skip }, async (t) => {
      const { file, list } = scratchFolder(t);
      const [writer, next] = [startPeer(t, 'ours'), startPeer(t, side)];
      for (const peer of [writer, next]) await peer.open(file('test.db'));
      await writer.exec('create table t (a); insert into t values (1); begin; insert into t values (2)');
      assert.deepEqual(list(), ['test.db', 'test.db-journal']);
      await openFor(file('test.db-journal'), 500);
      await writer.exec(ending);
      assert.deepEqual(list(), ['test.db']);
      assert.deepEqual(await next.rows('select a from t'), rows);
      await next.exec('insert into t values (3)');
      assert.deepEqual(await writer.rows('select a from t'), [...rows, [3]]);
    });
  }
}
