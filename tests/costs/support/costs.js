'use strict';

// Counts the operations in a process of its own, whose package is loaded with the counters.

const { execFileSync } = require('node:child_process');

/** @typedef {Record<string, { exports: number, imports: number, bytes: number }>} Costs */

/** @type {Costs | undefined} */
let costs;

/** Returns what each operation costs. @returns {Costs} */
function costsOfOperations() {
  costs ??= JSON.parse(execFileSync(process.execPath, [__filename], { encoding: 'utf8' }));
  return /** @type {Costs} */ (costs);
}

function main() {
  const { Database, costOf } = require('./boundary');
  const { operations } = require('./operations');
  const all = Object.entries(operations(Database)).map(([name, work]) => [name, costOf(work)]);
  process.stdout.write(JSON.stringify(Object.fromEntries(all)));
}

if (require.main === module) main();

module.exports = { costsOfOperations };
