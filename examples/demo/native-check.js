'use strict';

// Reads the demo's database file with native better-sqlite3, to prove that it is an ordinary SQLite file.

const path = require('path');
const { contentDigest } = require('./lib/content-digest.js');

const TABLES = ['countries', 'regions', 'cities', 'search', 'visits'];

/**
 * @param {string | undefined} file
 * @param {string | undefined} nativePackage folder of the native better-sqlite3
 */
function main(file, nativePackage) {
  if (!file || !nativePackage) {
    throw new Error('Give the database and the native package: '
      + 'node native-check.js FILE FOLDER/node_modules/better-sqlite3');
  }
  const Database = require(path.resolve(nativePackage));
  const { name, version } = require(path.resolve(nativePackage, 'package.json'));
  if (name !== 'better-sqlite3') {
    throw new Error(`${nativePackage} holds ${name}: give the folder of the native better-sqlite3`);
  }

  const db = new Database(file, { readonly: true, fileMustExist: true });
  const integrity = db.pragma('integrity_check', { simple: true });
  console.log(`package ${name} ${version}`);
  console.log(`sqlite ${db.prepare('SELECT sqlite_version()').pluck().get()}`);
  console.log(`integrity_check ${integrity}`);
  for (const table of TABLES) console.log(`${table} ${db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()}`);
  console.log(`content ${contentDigest(db)}`);
  db.close();
  if (integrity !== 'ok') throw new Error(`${file} is damaged: native SQLite says ${integrity}`);
}

try {
  main(process.argv[2], process.argv[3]);
} catch (error) {
  console.error('The native check failed:', error);
  process.exitCode = 1;
}
