'use strict';

// What V8 compiles of the module until a program has its first row: by its first compiler, which compiles a function
// when it is called for the first time. V8's other compiler runs beside the program and is not counted.

const { execFileSync } = require('node:child_process');
const { PACKAGES } = require('../../support/packages');

const PROGRAM = `
  const db = new (require(process.argv[1]))(process.argv[2]);
  db.exec('CREATE TABLE t (a)');
  db.prepare('SELECT count(*) AS n FROM t').get();
  db.close();
`;

/**
 * Returns the number of functions, and the length of their code in the module.
 * @param {string} file of a database that does not exist
 */
function compiledUntilFirstRow(file) {
  const args = ['--trace-wasm-compilation-times', '-e', PROGRAM, PACKAGES.ours, file];
  const trace = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const lengths = [...trace.matchAll(/using Liftoff,.* bodysize (\d+)/g)].map(([, length]) => Number(length));
  return { functions: lengths.length, bytes: lengths.reduce((sum, length) => sum + length, 0) };
}

module.exports = { compiledUntilFirstRow };
