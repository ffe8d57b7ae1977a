// The names that the types declare as values, imported from each entry.

import Database, { SqliteError, anysqlite, concatChangesets, constants, invertChangeset } from 'better-sqlite3';
import * as inline from 'better-sqlite3/inline';
import * as platform from 'better-sqlite3/linux-x64';

const named = { SqliteError, anysqlite, concatChangesets, constants, invertChangeset };
for (const [name, value] of Object.entries(named)) {
  for (const [entry, names] of Object.entries({ main: { [name]: value, default: Database }, inline, platform })) {
    if (value === undefined || names[name] !== names.default[name]) throw new Error(`${entry}: ${name}`);
  }
}
console.log(JSON.stringify(Object.keys(inline).filter((name) => !['default', 'module.exports'].includes(name))));
