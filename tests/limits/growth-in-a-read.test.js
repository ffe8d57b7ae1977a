'use strict';

// The memory grows by a host call, in the middle of whatever allocates.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { scratch } = require('../support/scratch');
const { isAnysqlite } = require('./support/guest-memory');

const options = { skip: isAnysqlite ? false : 'native better-sqlite3 has no linear memory' };

const READER = path.join(__dirname, 'support', 'read-with-free-memory.js');

/** The last pieces before the memory grows, one of which an allocation of a read would meet. */
const LAST_PIECES = [1, 2, 3];

/** Lengths of names: what a read allocates can depend on them. */
const LENGTHS = [1, 240];

for (const length of LENGTHS) {
  test(`the first read of a file with a name of ${length + 3} bytes may grow the memory`, options, async (t) => {
    const place = scratch(t);
    const name = `${'x'.repeat(length)}.db`;
    place.open(name).exec('create table t (a); insert into t values (1)');
    const readWith = async (pieces) => {
      const [answer] = await once(new Worker(READER, { workerData: { file: place.file(name), pieces } }), 'message');
      return answer;
    };
    const { allocated, grown } = await readWith(undefined);
    assert.ok(grown);
    for (const last of LAST_PIECES) {
      const answer = await readWith(allocated - last);
      assert.deepEqual(answer, { allocated: allocated - last, grown: false, row: 1 });
    }
  });
}
