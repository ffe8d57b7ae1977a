'use strict';

// Writes more of a transaction than fits the cache, says so by a file, and waits for its end:
//   write-until-killed.js PACKAGE DATABASE SIGNAL

const fs = require('node:fs');

const [packageFolder, database, signal] = process.argv.slice(2);
const db = new (require(packageFolder))(database);
db.pragma('cache_size = 10');
db.exec('begin; update t set x = 7');
const insert = db.prepare('insert into t values (zeroblob(3000))');
for (let n = 0; n < 500; n += 1) insert.run();
fs.writeFileSync(signal, '');
setInterval(() => insert.run(), 50);
