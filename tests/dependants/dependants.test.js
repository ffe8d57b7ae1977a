'use strict';

// The same programs run on the packed package and on native better-sqlite3. Their answers, and the files that they
// leave, must be equal.

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { promisify } = require('node:util');
const Native = require('../../node_modules/better-sqlite3');
const { TARBALL } = require('../support/tarball');
const { FACTS } = require('./support/content');
const { ROOT, ours, native, prepare } = require('./support/sides');

const run = promisify(execFile);

/** The expected answers of the programs that do not store the common content. */
const OTHER_FACTS = {
  enmap: { solaris: [FACTS.published, FACTS.copies, { shelf: 'ö🚀' }], sizes: [1, 20, 1], points: 42 },
  'express-session': { counts: ['1', '2', '1'], withExpired: 2, unseen: null, withoutExpired: 1 },
  opentelemetry: {
    names: [
      'PRAGMA', 'CREATE', 'prepare: INSERT', 'run: INSERT', 'run: INSERT', 'run: INSERT', 'prepare: SELEKT',
      'prepare: SELECT', 'get: SELECT', 'all: SELECT', 'all: SELECT',
    ],
    violation: 'SQLITE_CONSTRAINT_UNIQUE',
    named: true,
    left: [],
  },
};

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-'));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));
before(prepare);

/** Runs a program in a folder of its own. Returns its answers and the files that it leaves. */
async function answers(side, program) {
  const folder = path.join(scratch, side.name, program);
  fs.mkdirSync(folder, { recursive: true });
  const args = [...side.flags, 'support/run.js', `programs/${program}.js`, path.join(folder, 'test.db')];
  const { stdout } = await run(process.execPath, args, { cwd: side.folder, timeout: 60_000 });
  const printed = JSON.parse(stdout);
  assert.deepEqual(printed.loaded, [side.name]);
  return { answers: printed.answers, files: filesIn(folder) };
}

/** Lists the entries of a folder: folders by name, files as native SQLite reads them. Every file must be a database. */
function filesIn(folder) {
  return fs.readdirSync(folder).sort().map((name) => {
    const file = path.join(folder, name);
    return fs.statSync(file).isFile() ? [name, describeDatabase(file)] : [name];
  });
}

function describeDatabase(file) {
  const db = new Native(file, { readonly: true, fileMustExist: true });
  const description = {
    schema: db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all(),
    check: db.pragma('integrity_check', { simple: true }),
    journal: db.pragma('journal_mode', { simple: true }),
  };
  db.close();
  return description;
}

test('every library uses the same copy of better-sqlite3, the packed package', () => {
  const { packages } = JSON.parse(fs.readFileSync(path.join(ours.folder, 'node_modules/.package-lock.json'), 'utf8'));
  const copies = Object.keys(packages).filter((name) => name.endsWith('node_modules/better-sqlite3'));
  assert.deepEqual(copies, ['node_modules/better-sqlite3']);
  const tarball = fs.readFileSync(TARBALL);
  const { integrity } = packages[copies[0]];
  const digest = createHash('sha512').update(tarball).digest('base64');
  assert.equal(integrity, `sha512-${digest}`, 'run `cargo xtask dependants`');
});

test("programs compile with this package's types and with @types/better-sqlite3", async () => {
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const compile = ({ folder, flags }) => (
    run(process.execPath, [compiler, '--project', path.join(folder, 'types'), ...flags]));
  await Promise.all([compile(ours), compile({ ...native, flags: ['--preserveSymlinks'] })]);
});

for (const file of fs.readdirSync(path.join(__dirname, 'programs'))) {
  const program = path.basename(file, '.js');
  test(`${program} returns and stores the same on this package and on native better-sqlite3`, async () => {
    const [actual, expected] = await Promise.all([answers(ours, program), answers(native, program)]);
    assert.deepEqual(actual, expected);
    const facts = OTHER_FACTS[program] ?? FACTS;
    const stated = Object.keys(facts).map((name) => [name, actual.answers[name]]);
    assert.deepEqual(Object.fromEntries(stated), facts);
    assert.ok(actual.files.some(([, database]) => database?.check === 'ok' && database.schema.length > 0));
  });
}
