'use strict';

// What docs/home-assistant.md says of bcrypt: bcryptjs takes its place by an alias, beside this package.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { installation } = require('./support/installation');

const PROGRAM = `
const bcrypt = require('bcrypt');
const db = new (require('better-sqlite3'))('users.db');
db.exec('CREATE TABLE user (name TEXT, hash TEXT)');

async function main() {
  db.prepare('INSERT INTO user VALUES (?, ?), (?, ?)').run(
    'promise', await bcrypt.hash('secret', 4), 'synchronous', bcrypt.hashSync('secret', bcrypt.genSaltSync(4)));
  const compared = [];
  for (const { hash } of db.prepare('SELECT hash FROM user').all()) {
    compared.push(await bcrypt.compare('secret', hash), bcrypt.compareSync('wrong', hash), bcrypt.getRounds(hash));
  }
  console.log(JSON.stringify(compared));
}
main();
`;

test('bcryptjs under the name bcrypt has its promises and its synchronous functions, and no machine code', (t) => {
  const { file, node } = installation(t, 'notes');
  fs.cpSync(path.join(__dirname, 'node_modules', 'bcryptjs'), file('node_modules', 'bcrypt'), { recursive: true });
  fs.writeFileSync(file('main.cjs'), PROGRAM);
  assert.deepEqual(node('main.cjs'), [true, false, 4, true, false, 4]);
  const names = fs.readdirSync(file('node_modules', 'bcrypt'), { recursive: true }).map(String);
  assert.deepEqual(names.filter((name) => name.endsWith('.node')), []);
});
