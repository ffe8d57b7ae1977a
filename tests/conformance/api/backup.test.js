'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { setImmediate: turn } = require('node:timers/promises');
const { Database } = require('../../support/engine');
const { NOT_OPEN, sqliteError, typeError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { windows } = require('../../support/system');

const ROWS = 1000;

/** Creates a database of a few hundred pages. */
function filled(place, name = 'source.db') {
  const db = place.open(name).exec('create table t (a, b)');
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n limit ${ROWS})`;
  db.exec(`${numbers} insert into t select i, zeroblob(1000) from n`);
  return db;
}

const pagesOf = (db) => db.pragma('page_count', { simple: true });
const countOf = (db) => db.prepare('select count(*) from t').pluck().get();

/** Runs a backup. Returns its result and the progress that it reported. `answer` is the body of the callback. */
async function runBackup(db, file, answer, options = {}) {
  const steps = [];
  const progress = (step) => {
    steps.push(step);
    return answer?.(step, steps.length);
  };
  return { end: await db.backup(file, { ...options, progress }), steps };
}

const firstString = typeError('Expected first argument to be a string');
const secondOptions = typeError('Expected second argument to be an options object');
const attachedString = typeError('Expected the "attached" option to be a string');
const progressFunction = typeError('Expected the "progress" option to be a function');

// In the order of the checks: each row also has mistakes of the rows below it.
for (const [name, args, error] of [
  ['a missing name', [], firstString],
  ['a number as name', [5, 5], firstString],
  ['a URL as name', [new URL('file:///a'), {}], firstString],
  ['a string as options', ['', 'a'], secondOptions],
  ['a function as options', ['', () => {}], secondOptions],
  ['an empty name', ['', { attached: 5 }], typeError('Backup filename cannot be an empty string')],
  ['a name of blanks', [' \n ', { attached: 5 }], typeError('Backup filename cannot be an empty string')],
  ['the name :memory:', [' :memory: ', { attached: 5 }], typeError('Invalid backup filename ":memory:"')],
  ['an undefined attached', ['absent/a', { attached: undefined, progress: 5 }], attachedString],
  ['a null attached', ['absent/a', { attached: null, progress: 5 }], attachedString],
  ['an empty attached', ['absent/a', { attached: '', progress: 5 }],
    typeError('The "attached" option cannot be an empty string')],
  ['a progress that is not a function', ['absent/a', { progress: 5 }], progressFunction],
  ['an inherited progress', ['absent/a', Object.create({ progress: false })], progressFunction],
  ['a missing folder', ['absent/a', {}], typeError('Cannot save backup because the directory does not exist')],
]) {
  test(`backup() rejects ${name}`, async (t) => {
    const db = scratch(t).open(':memory:');
    await assert.rejects(db.backup(...args), error);
    db.close();
    await assert.rejects(db.backup(...args), error);
  });
}

test('the first step copies nothing, each further step a hundred pages', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const total = pagesOf(db);
  const { end, steps } = await runBackup(db, place.file('copy.db'));
  assert.deepEqual(end, { totalPages: total, remainingPages: 0 });
  assert.deepEqual(
    steps,
    Array.from({ length: Math.ceil(total / 100) }, (_, i) => ({ totalPages: total, remainingPages: total - 100 * i })),
  );
  assert.deepEqual(place.read('copy.db').length, total * 4096);
  assert.equal(countOf(place.open('copy.db')), ROWS);
});

for (const [name, options] of [
  ['no options', undefined], ['null as options', null], ['null as progress', { progress: null }],
  ['main as attached', { attached: 'main' }],
]) {
  test(`backup() accepts ${name}`, async (t) => {
    const place = scratch(t);
    const db = filled(place);
    const result = await db.backup(`  ${place.file('copy.db')} `, options);
    assert.deepEqual(result, { totalPages: pagesOf(db), remainingPages: 0 });
    assert.equal(countOf(place.open('copy.db')), ROWS);
  });
}

for (const [answer, copied] of [
  [50, [50, 50, 50]], [0.4, [0, 0, 0]], [1.5, [2, 2, 2]], [-5, [0, 0, 0]], [Infinity, []], [2 ** 40, []],
  [-Infinity, [0, 0, 0]],
]) {
  test(`progress that returns ${answer} sets the pages that the next steps copy`, async (t) => {
    const place = scratch(t);
    const db = filled(place);
    const { steps } = await runBackup(db, place.file('copy.db'), (_step, count) => (count <= 3 ? answer : Infinity));
    const remaining = steps.map(({ remainingPages }) => remainingPages);
    assert.deepEqual(remaining.slice(1, 4).map((pages, i) => remaining[i] - pages), copied);
    assert.equal(countOf(place.open('copy.db')), ROWS);
  });
}

test('the page count that progress returned applies until it returns another', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const answers = [10, undefined, 20, undefined];
  const { steps } = await runBackup(db, place.file('copy.db'), (_step, count) => answers[count - 1]);
  const remaining = steps.map(({ remainingPages }) => pagesOf(db) - remainingPages);
  assert.deepEqual(remaining.slice(0, 5), [0, 10, 20, 40, 60]);
});

for (const answer of [null, 'a', NaN, true, {}, 5n]) {
  test(`progress may not return ${typeof answer} ${answer}`, async (t) => {
    const place = scratch(t);
    const db = filled(place);
    await assert.rejects(
      runBackup(db, place.file('copy.db'), () => answer),
      typeError('Expected progress callback to return a number or undefined'),
    );
    assert.equal(place.exists('copy.db'), false);
  });
}

test('a throwing progress rejects the backup and removes the new file', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  for (const value of [new Error('a'), 'text', null, undefined]) {
    const outcome = await runBackup(db, place.file('copy.db'), (_step, count) => {
      if (count === 2) throw value;
    }).then(() => ['resolved'], (error) => [error]);
    assert.deepEqual(outcome, [value]);
    // Without byte-range locks the source may have a lock file.
    const left = fs.readdirSync(place.folder).filter((name) => name !== 'source.db-lock');
    assert.deepEqual(left, ['source.db']);
  }
});

test('a failed backup leaves an existing destination unchanged', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  place.open('copy.db').exec('create table old (a)').close();
  const before = place.read('copy.db');
  await assert.rejects(runBackup(db, place.file('copy.db'), (_step, count) => {
    if (count === 3) throw new Error('stop');
  }), { message: 'stop' });
  assert.deepEqual(place.read('copy.db'), before);
  await db.backup(place.file('copy.db'));
  assert.equal(countOf(place.open('copy.db')), ROWS);
});

test('progress gets no this, and an object that it may change', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const seen = [];
  await db.backup(place.file('copy.db'), {
    progress(step, ...more) {
      seen.push([this, more.length]);
      step.remainingPages = 0;
    },
  });
  assert.ok(seen.length > 1);
  assert.deepEqual(seen[0], [undefined, 0]);
  assert.equal(countOf(place.open('copy.db')), ROWS);
});

test('changes made during a backup are copied', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  let total;
  const { end } = await runBackup(db, place.file('copy.db'), (step, count) => {
    if (count === 2) db.exec(`insert into t select a, zeroblob(5000) from t limit 100`);
    total = step.totalPages;
    return 10;
  });
  assert.equal(end.totalPages, total);
  assert.ok(total > 250);
  assert.equal(countOf(place.open('copy.db')), ROWS + 100);
});

test('each step runs in its own turn of the event loop', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  let turns = 0;
  let over = false;
  const seen = [];
  const counting = (async () => {
    while (!over) {
      await turn();
      turns += 1;
    }
  })();
  await db.backup(place.file('copy.db'), { progress: () => void seen.push(turns) });
  over = true;
  await counting;
  assert.ok(seen.length > 2);
  assert.ok(seen.every((at, i) => i === 0 || at > seen[i - 1]), String(seen));
});

test('a backup runs while an iterator is open', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const iterator = db.prepare('select a from t').iterate();
  iterator.next();
  await db.backup(place.file('copy.db'));
  iterator.return();
  assert.equal(countOf(place.open('copy.db')), ROWS);
});

test('backup() copies an attached database', async (t) => {
  const place = scratch(t);
  filled(place, 'other.db').close();
  const db = place.open(':memory:');
  db.prepare('attach ? as other').run(place.file('other.db'));
  await db.backup(place.file('copy.db'), { attached: 'other' });
  assert.equal(countOf(place.open('copy.db')), ROWS);
  await assert.rejects(
    db.backup(place.file('copy.db'), { attached: 'absent' }),
    sqliteError('SQLITE_ERROR', 'unknown database absent'),
  );
});

test('a backup of a memory database keeps its page size', async (t) => {
  const place = scratch(t);
  const db = place.open(':memory:');
  db.pragma('page_size = 1024');
  db.exec('create table t (a); insert into t values (5)');
  assert.deepEqual(await db.backup(place.file('copy.db')), { totalPages: 2, remainingPages: 0 });
  assert.equal(place.read('copy.db').length, 2048);
});

test('a backup of an empty database writes one page', async (t) => {
  const place = scratch(t);
  assert.deepEqual(await place.open(':memory:').backup(place.file('copy.db')), { totalPages: 0, remainingPages: 0 });
  assert.equal(place.read('copy.db').length, 4096);
});

test('a backup of a WAL database is in WAL mode', async (t) => {
  const place = scratch(t);
  const db = place.open('source.db');
  db.pragma('journal_mode = wal');
  db.exec('create table t (a); insert into t values (5)');
  await db.backup(place.file('copy.db'));
  assert.equal(place.open('copy.db').pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(countOf(place.open('copy.db')), 1);
});

test('backup() rejects a folder and a file that is not a database', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const code = windows ? 'SQLITE_CANTOPEN_ISDIR' : 'SQLITE_CANTOPEN';
  await assert.rejects(db.backup(place.folder), { code, message: 'unable to open database file' });
  place.write('text', 'x'.repeat(10_000));
  await assert.rejects(db.backup(place.file('text')), sqliteError('SQLITE_NOTADB', 'file is not a database'));
  assert.equal(place.read('text').length, 10_000);
});

test('closing the source rejects the backup', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  const started = db.backup(place.file('a.db'));
  db.close();
  await assert.rejects(started, typeError(NOT_OPEN));
  await assert.rejects(db.backup(place.file('b.db')), typeError(NOT_OPEN));

  const other = filled(place, 'other.db');
  await assert.rejects(runBackup(other, place.file('c.db'), (_step, count) => {
    if (count === 2) other.close();
  }), typeError(NOT_OPEN));
  assert.deepEqual(fs.readdirSync(place.folder).sort(), ['other.db', 'source.db']);
});

test('a running backup keeps its database from being collected', async (t) => {
  const { collectGarbage } = require('../../support/collect-garbage');
  const place = scratch(t);
  filled(place).close();
  let steps = 0;
  const progress = () => (steps += 1, 1);
  const running = new Database(place.file('source.db')).backup(place.file('copy.db'), { progress });
  await collectGarbage();
  await running;
  assert.ok(steps > 100);
  assert.equal(countOf(place.open('copy.db')), ROWS);
});

test('two backups of one database run at once', async (t) => {
  const place = scratch(t);
  const db = filled(place);
  await Promise.all([db.backup(place.file('a.db')), db.backup(place.file('b.db'), { progress: () => 7 })]);
  assert.equal(countOf(place.open('a.db')), ROWS);
  assert.equal(countOf(place.open('b.db')), ROWS);
});
