'use strict';

// Runs one program on a database file and prints what it answers: `run.js programs/knex.js FILE`.

const path = require('node:path');

const [program, file] = process.argv.slice(2);

/** The names of all packages that were loaded in the place of better-sqlite3. */
function loaded() {
  const folders = Object.keys(require.cache).map((module) => /^.*[/\\]node_modules[/\\]better-sqlite3(?=[/\\])/.exec(module)?.[0]);
  return [...new Set(folders)].filter(Boolean).map((folder) => require(path.join(folder, 'package.json')).name);
}

async function main() {
  const answers = await require(path.resolve(program))(file);
  console.log(JSON.stringify({ loaded: loaded(), answers }));
}

main();
