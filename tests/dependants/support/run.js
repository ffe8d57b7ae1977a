'use strict';

// Runs one program on a database file and prints its answers as JSON: `run.js programs/knex.js FILE`.

const path = require('node:path');

const [program, file] = process.argv.slice(2);

/** Returns the names of the packages that were loaded as better-sqlite3. */
function loaded() {
  const folder = /^.*[/\\]node_modules[/\\]better-sqlite3(?=[/\\])/;
  const folders = Object.keys(require.cache).map((module) => folder.exec(module)?.[0]);
  return [...new Set(folders)].filter(Boolean).map((folder) => require(path.join(folder, 'package.json')).name);
}

async function main() {
  const answers = await require(path.resolve(program))(file);
  console.log(JSON.stringify({ loaded: loaded(), answers }));
}

main();
