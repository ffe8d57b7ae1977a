'use strict';

// The program of the child process: opens a database by the package in the folder that its argument names, and prints
// the answer to a query.

const { writeSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { process } = require('../intrinsics');

const STDOUT = 1;

const [, , folder] = process.argv;
const Database = createRequire(join(folder, 'package.json'))(folder);
const db = new Database(':memory:');
writeSync(STDOUT, `answer: ${db.prepare('SELECT 6 * 7').pluck().get()}`);
db.close();
