'use strict';

// Whatever byte of an executable is wrong, the inspection ends, with a report.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ROOT } = require('../support/packages');
const { inspect } = require('../../npm/cli/generated/exe_inspect');

const SHIMS = path.join(ROOT, 'npm', 'shim');

/** The lock addons of this package: small files of each format, for many CPUs. */
const FILES = fs.readdirSync(SHIMS).filter((name) => name.endsWith('.node'));

/** How many bytes of a file are made wrong, each in turn. */
const DAMAGES = 2_000;

/** What a byte becomes. */
const VALUES = [0xff, 0x00, 0x01];

/** Milliseconds for one file, with all its damages. */
const TIMEOUT = 30_000;

/** @param {Buffer} content */
const inspected = (content) => inspect({
  size: content.length, read: (at, length) => content.subarray(at, at + length),
});

for (const name of FILES) {
  test(`any byte of ${name} may be wrong`, { timeout: TIMEOUT }, () => {
    const content = fs.readFileSync(path.join(SHIMS, name));
    const sound = inspected(content);
    assert.equal(sound.images[0].damage, null);
    const step = Math.max(1, Math.floor(content.length / DAMAGES));
    let different = 0;
    for (let offset = 0; offset < content.length; offset += step) {
      const right = content[offset];
      for (const value of VALUES) {
        content[offset] = value;
        const report = inspected(content);
        assert.equal(report.bytes, content.length);
        if (JSON.stringify(report) !== JSON.stringify(sound)) different += 1;
      }
      content[offset] = right;
    }
    assert.ok(different > 50, `${different} reports differ`);
  });
}

test('a file may end at any byte', () => {
  for (const name of FILES) {
    const content = fs.readFileSync(path.join(SHIMS, name));
    for (let size = 0; size < content.length; size += 13) {
      assert.equal(inspected(content.subarray(0, size)).bytes, size);
    }
  }
});
