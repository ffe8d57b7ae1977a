'use strict';

// Runs every part of the matrix on this runtime and writes what it found to a file, as JSON:
//   program.js PACKAGE FOLDER RESULT OPTIONS
// OPTIONS is a JSON array of the runtime's options, which child processes need, too. FOLDER is empty.
// The results are the same on every runtime, and with native better-sqlite3 as PACKAGE.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PARTS = ['core', 'text', 'numbers', 'blobs', 'errors', 'wal', 'killed-writer', 'backup', 'vectors'];

/**
 * @typedef {{ Database: any, file(name: string): string, startChild(script: string, ...args: string[]): any }} Tools
 */

/** Returns the name and the version of this runtime. */
function runtime() {
  const { bun, deno, node } = process.versions;
  const [name, version] = [['Bun', bun], ['Deno', deno], ['Node', node]].find(([, found]) => found !== undefined);
  return `${name} ${version}`;
}

/** Returns the lock tier of the package, and why each better one is not used. @param {any} Database */
function locksOf({ anysqlite }) {
  return anysqlite ? { tier: anysqlite.locks, reasons: anysqlite.skippedLocks } : { tier: 'native', reasons: {} };
}

/** @param {string[]} argv */
async function main([packageFolder, folder, result, options]) {
  const Database = require(packageFolder);
  const { spawn } = require('node:child_process');
  const tools = {
    Database,
    file: (/** @type {string} */ name) => path.join(folder, name),
    startChild: (/** @type {string} */ script, /** @type {string[]} */ ...args) => spawn(
      process.execPath,
      [...JSON.parse(options), path.join(__dirname, script), packageFolder, ...args],
      { stdio: 'ignore' },
    ),
  };
  /** @type {Record<string, unknown>} */
  const parts = {};
  for (const part of PARTS) parts[part] = await require(`./parts/${part}.js`)(tools);
  const about = { runtime: runtime(), platform: process.platform, cpu: process.arch, endianness: os.endianness() };
  fs.writeFileSync(result, JSON.stringify({ parts, ...about, ...locksOf(Database) }));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
