'use strict';

// The matrix of all targets, written to docs/PORTABILITY.md, or of some, printed:
//   node tests/portability/matrix/main.js [TARGET…]

const fs = require('node:fs');
const path = require('node:path');
const { ROOT } = require('../../support/packages.js');
const { TARGETS } = require('../targets.js');
const { differences, measure, measureNative } = require('./measure.js');
const { documentOf, passes, tableOf } = require('./table.js');

const DOCUMENT = path.join(ROOT, 'docs', 'PORTABILITY.md');

/** Measures a target. One that cannot be prepared has failed. @param {string} target */
async function attempt(target) {
  try {
    return await measure(target);
  } catch (error) {
    return { target, digest: '', failure: error instanceof Error ? error.message : String(error) };
  }
}

/** @param {string[]} requested */
async function main(requested) {
  const unknown = requested.filter((target) => !Object.hasOwn(TARGETS, target));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Choose of: ${Object.keys(TARGETS).join(', ')}`);
  const native = await measureNative();
  if (!native.found) throw new Error(`native better-sqlite3 fails: ${native.failure}`);
  const matrix = [];
  for (const target of requested.length > 0 ? requested : Object.keys(TARGETS)) {
    const measured = await attempt(target);
    matrix.push(measured);
    const outcome = measured.failure ?? [measured.digest, ...differences(measured, native)].join(' ');
    const addons = measured.addons ? `, ${measured.addons.survived} of ${measured.addons.of} addons survived` : '';
    console.error([`${target}: ${outcome}${addons}`, ...measured.addons?.failures ?? []].join('\n  '));
  }
  if (requested.length > 0) console.log(tableOf(matrix, native));
  else fs.writeFileSync(DOCUMENT, documentOf(matrix, native));
  const failed = matrix.filter((measured) => !passes(measured, native)).map(({ target }) => target);
  if (failed.length > 0) throw new Error(`Not as on native better-sqlite3, or not at all: ${failed.join(', ')}`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
