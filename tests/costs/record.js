'use strict';

// Records what operations cost now: node tests/costs/record.js, on the release of Node that the suite runs on.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { costsOfOperations } = require('./support/costs');
const { compiledUntilFirstRow } = require('./support/compiled');

const FILE = path.join(__dirname, 'recorded.json');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-'));
try {
  const compiled = compiledUntilFirstRow(path.join(folder, 'test.db'));
  const text = JSON.stringify({ operations: costsOfOperations(), compiled }, null, 2);
  // The counts of one operation in one line.
  const folded = text.replace(/\{\n\s+("[a-z]+": [\d.]+,?\n\s*)+\}/g, (counts) => counts.replace(/\n\s*/g, ' '));
  fs.writeFileSync(FILE, `${folded}\n`);
} finally {
  fs.rmSync(folder, { recursive: true });
}
