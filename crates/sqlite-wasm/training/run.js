// @ts-check
'use strict';
// Runs the training on a module with counters: `run.js MODULE COUNTERS SCRIPT…`. Each script runs on a file and in
// memory. Writes the counters of all runs, 32-bit numbers.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const WORDS = 'river stone Amber window quiet Zebra market 2041 cloud-shaped harbour äpfel node';
const [modulePath, countersPath, ...scripts] = process.argv.slice(2);

/** @type {WebAssembly.Memory | undefined} */
let counters;

// The package compares the module's exports with its contract, which has no counters.
const { exports: exportsOf } = WebAssembly.Module;
WebAssembly.Module.exports = (module) => exportsOf(module).filter(({ name }) => name !== 'branch_counts');
WebAssembly.Instance = class extends WebAssembly.Instance {
  /**
   * @param {WebAssembly.Module} module
   * @param {WebAssembly.Imports} imports
   */
  constructor(module, imports) {
    super(module, imports);
    counters = /** @type {WebAssembly.Memory} */ (this.exports.branch_counts);
  }
};
require('../../../npm/lib/engine/module').embed(() => fs.readFileSync(modulePath));
const Database = require('../../../npm/lib');

/**
 * Returns the parameters of the execution with this number, as run.c binds them.
 * @param {number} i
 */
function parameters(i) {
  const scattered = Math.imul(i, 2654435761) >>> 0;
  const start = (scattered >>> 8) % 20;
  const text = WORDS.slice(start, start + Math.min(3 + scattered % 60, 50));
  const blob = Buffer.from(WORDS).subarray(0, (scattered >>> 5) % WORDS.length);
  return { i, n: scattered % 100000, t: text, r: scattered / 977, b: blob };
}

/**
 * Returns the statements of a script, each with the number of its executions. A statement ends with the last semicolon
 * of a line, unless the next line is indented or is the end of a trigger.
 * @param {string} script
 */
function statements(script) {
  return script.split(/;\n(?! |end)/).map((sql) => {
    const repetitions = Number(/^-- repeat (\d+)$/m.exec(sql)?.[1] ?? 1);
    return { sql, repetitions, hasParameters: /:[intrb]\b/.test(sql) };
  });
}

/**
 * @param {string} file
 * @param {string} script
 */
function train(file, script) {
  const db = new Database(file);
  for (const { sql, repetitions, hasParameters } of statements(script)) {
    if (!sql.replace(/^--.*$/gm, '').trim()) continue;
    const statement = db.prepare(sql);
    for (let i = 1; i <= repetitions; i++) execute(statement, hasParameters ? [parameters(i)] : []);
  }
  db.close();
}

/**
 * @param {import('../../../npm').Statement} statement
 * @param {unknown[]} values
 */
function execute(statement, values) {
  try {
    if (statement.reader) statement.all(...values);
    else statement.run(...values);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT'))) throw error;
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-training-'));
// One connection keeps the instance, and with it the counters.
const keeper = new Database(':memory:');
scripts.forEach((script, index) => {
  const sql = fs.readFileSync(script, 'utf8');
  train(path.join(folder, `${index}.db`), sql);
  train(':memory:', sql);
});
fs.rmSync(folder, { recursive: true });
if (counters === undefined) throw new Error('the package has made no instance');
fs.writeFileSync(countersPath, Buffer.from(counters.buffer));
keeper.close();
