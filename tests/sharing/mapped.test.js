'use strict';

// The WAL index mapped into the guest's memory: where it is, that it stays when an engine moves the memory, and that
// processes which reach the index in different ways share it.

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');
const { engine } = require('../support/engine');
const { PACKAGES } = require('../support/packages');
const { scratchFolder } = require('../support/scratch-folder');
const { unlessWindows } = require('../support/system');
const { randomFor, seconds } = require('./support/soak');
const { settle, startWriter, total } = require('./support/writers');

const { skip: onWindows } = unlessWindows('mappings over memory that is in use');
const options = { skip: onWindows };
const random = randomFor('mapped');

/** Kilobytes of address space with which V8 reserves no room for the memory to grow, and so moves it. */
const LITTLE_ADDRESS_SPACE = 2_000_000;

const MAPPED = { ANYSQLITE_WAL_INDEX: 'mapped' };

/** A program's own functions: what it has mapped, and a database in WAL mode. */
const PRELUDE = `
  const fs = require('node:fs');
  const [name, file] = process.argv.slice(1);
  const mapped = () => fs.readFileSync('/proc/self/maps', 'utf8').split('\\n')
    .filter((line) => line.endsWith('-shm')).map((line) => line.split('-')[0]);
  const Database = require(name);
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.exec('create table if not exists t (a integer primary key, b)');
  const insert = db.prepare('insert into t (b) values (?)');
`;

/** Runs a program with a limit of address space. Returns the JSON value that it prints. */
function runLimited(program, file, kilobytes = 'unlimited') {
  const args = ['-c', `ulimit -v ${kilobytes} && exec "$0" -e "$1" "$2" "$3"`, process.execPath];
  const output = execFileSync('sh', [...args, PRELUDE + program, PACKAGES.ours, file], {
    encoding: 'utf8', env: { ...process.env, ...MAPPED },
  });
  return JSON.parse(output);
}

test('on Linux the index is mapped as long as the database is open', options, (t) => {
  const { walIndex, open, closed } = runLimited(`
    insert.run('row');
    const open = mapped().length;
    db.close();
    console.log(JSON.stringify({ walIndex: Database.anysqlite.walIndex, open, closed: mapped().length }));
  `, scratchFolder(t).file('test.db'));
  assert.deepEqual([walIndex, open, closed], ['mapped', 1, 0]);
});

test('each way to the index can be chosen, and another name is an error', options, (t) => {
  const { file } = scratchFolder(t);
  const chosen = (ANYSQLITE_WAL_INDEX) => answerOfChild((_, name, path) => {
    try {
      const Database = require(name);
      new Database(path).pragma('journal_mode = wal');
      return Database.anysqlite.walIndex;
    } catch ({ message }) {
      return message;
    }
  }, { args: [PACKAGES.ours, file('test.db')], env: { ANYSQLITE_WAL_INDEX }, bare: true });
  const [ways, others] = engine === 'wasmtime'
    ? [['mapped', 'copied'], ['view', 'heap']]
    : [['mapped', 'view', 'copied'], ['other', 'heap']];
  for (const way of ways) assert.equal(chosen(way), way);
  const refusal = (way) => `ANYSQLITE_WAL_INDEX is "${way}", which does not work here. Unset it to use what does.`;
  for (const way of others) assert.equal(chosen(way), refusal(way));
});

test('an index that is cut under a mapping ends the process, as with native; a copied one does not', options, (t) => {
  const { file } = scratchFolder(t);
  const read = (name, walIndex) => {
    const program = `${PRELUDE}
      insert.run('row');
      fs.truncateSync(file + '-shm');
      try {
        console.log(db.prepare('select count(*) from t').pluck().get());
      } catch ({ code }) {
        console.log(code);
      }
    `;
    const args = ['-e', program, PACKAGES[name], file(`${name}-${walIndex}.db`)];
    const env = { ...process.env, ANYSQLITE_WAL_INDEX: walIndex };
    const { signal, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    return signal ?? stdout.trim();
  };
  assert.equal(read('native', ''), 'SIGBUS');
  assert.equal(read('ours', 'mapped'), 'SIGBUS');
  assert.match(read('ours', 'copied'), /^(1|SQLITE_\w+)$/);
});

const moves = engine === 'v8' ? options : { skip: 'the memory of this engine never moves' };

test('an index stays shared when the engine moves the memory', moves, async (t) => {
  const { file } = scratchFolder(t);
  const path = file('test.db');
  const native = new (require(PACKAGES.native))(path);
  native.pragma('journal_mode = wal');
  const { places, rows } = runLimited(`
    const places = new Set();
    const memory = new Database(':memory:');
    memory.exec('create table m (b)');
    const fill = memory.prepare('insert into m values (zeroblob(?))');
    for (let i = 0; i < 60; i += 1) {
      insert.run('row ' + i);
      mapped().forEach((place) => places.add(place));
      fill.run(2 ** 20);
    }
    console.log(JSON.stringify({ places: places.size, rows: db.prepare('select count(*) from t').pluck().get() }));
  `, path, LITTLE_ADDRESS_SPACE);
  assert.equal(rows, 60);
  assert.equal(native.prepare('select count(*) from t').pluck().get(), 60);
  assert.equal(native.pragma('integrity_check', { simple: true }), 'ok');
  native.close();
  t.diagnostic(`the index was at ${places} places`);
  const mustMove = Number(process.versions.node.split('.')[0]) >= 24;
  if (mustMove) assert.ok(places > 1, 'the memory has not moved, so nothing was tested');
});

/** A way that only one engine has. On wasmtime, the other engine is one. */
const OWN_WAY = engine === 'wasmtime'
  ? { ANYSQLITE_WAL_INDEX: 'mapped', ANYSQLITE_ENGINE: 'v8' }
  : { ANYSQLITE_WAL_INDEX: 'view' };

/** The ways in which processes reach the index. */
const WAYS = [
  ['ours', { ANYSQLITE_WAL_INDEX: 'mapped' }], ['ours', OWN_WAY], ['ours', { ANYSQLITE_WAL_INDEX: 'copied' }],
  ['native', {}],
];

for (const [name, scenario] of Object.entries({
  'small transactions and many checkpoints': { maxEntries: 4, pad: 50, autocheckpoint: 5, checkpoints: 0.2 },
  'an index of several regions': { maxEntries: 400, pad: 5000, cache: 10, autocheckpoint: 0, checkpoints: 0.01 },
})) {
  const title = `writers that reach one index in different ways lose nothing: ${name}`;
  test(title, options, async (t) => {
    const file = scratchFolder(t).file('test.db');
    const writers = WAYS.map(([side, env], number) => startWriter(t, side, {
      ...scenario, mode: 'wal', reopens: true, holds: true, file, who: `${side} ${number}`,
      seed: random.below(2 ** 31), seconds: seconds(1.6, 1 / 4),
    }, { env }));
    await settle(writers, file);
    assert.ok(total(writers).commits > 4);
  });
}
