'use strict';

// SQLite's compile options, its defaults, and its use of further files.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');
const { engine } = require('../../support/engine');
const { sqliteError } = require('../../support/errors');
const { scratch } = require('../../support/scratch');
const { windows } = require('../../support/system');

const open = (t) => scratch(t).open();
const value = (db, sql, ...args) => db.prepare(sql).pluck().get(...args);

test('the compile options include those of better-sqlite3', (t) => {
  const options = open(t).pragma('compile_options').map((row) => row.compile_options);
  const required = [
    'DEFAULT_CACHE_SIZE=-16000', 'DEFAULT_FOREIGN_KEYS', 'DEFAULT_MEMSTATUS=0', 'DEFAULT_WAL_SYNCHRONOUS=1', 'DQS=0',
    'ENABLE_COLUMN_METADATA', 'ENABLE_DBSTAT_VTAB', 'ENABLE_FTS3', 'ENABLE_FTS3_PARENTHESIS', 'ENABLE_FTS4',
    'ENABLE_FTS5', 'ENABLE_GEOPOLY', 'ENABLE_MATH_FUNCTIONS', 'ENABLE_PERCENTILE', 'ENABLE_RTREE', 'ENABLE_STAT4',
    'ENABLE_UPDATE_DELETE_LIMIT', 'LIKE_DOESNT_MATCH_BLOBS', 'OMIT_DEPRECATED', 'OMIT_PROGRESS_CALLBACK',
    'OMIT_SHARED_CACHE', 'OMIT_TCL_VARIABLE', 'SOUNDEX', 'DEFAULT_PAGE_SIZE=4096', 'DEFAULT_SYNCHRONOUS=2',
    'DEFAULT_WAL_AUTOCHECKPOINT=1000', 'MAX_ATTACHED=10', 'MAX_COLUMN=2000', 'MAX_VARIABLE_NUMBER=32766',
    'MAX_PAGE_SIZE=65536', 'MAX_LENGTH=1000000000', 'MAX_EXPR_DEPTH=1000', 'TEMP_STORE=1',
  ];
  assert.deepEqual(required.filter((option) => !options.includes(option)), []);
});

test('SQLite has the pinned version', (t) => {
  const db = open(t);
  assert.equal(value(db, 'select sqlite_version()'), '3.54.1');
  assert.match(value(db, 'select sqlite_source_id()'), /^2026-10-16 14:45:20 555e07ef33f69a0957d24d8e555b7024/);
});

for (const [pragma, expected] of Object.entries({
  foreign_keys: 1, cache_size: -16000, synchronous: 2, page_size: 4096, journal_mode: 'delete', temp_store: 0,
  wal_autocheckpoint: 1000, trusted_schema: 1, recursive_triggers: 0, encoding: 'UTF-8', auto_vacuum: 0,
  locking_mode: 'normal', secure_delete: 0, busy_timeout: 5000, journal_size_limit: -1, automatic_index: 1,
  cell_size_check: 0, mmap_size: 0, user_version: 0,
})) {
  test(`pragma ${pragma} is ${expected}`, (t) => {
    assert.equal(open(t).pragma(pragma, { simple: true }), expected);
  });
}

test('the modules and collations of better-sqlite3 are present', (t) => {
  const db = open(t);
  const modules = db.pragma('module_list').map((row) => row.name);
  for (const name of ['dbstat', 'fts3', 'fts4', 'fts4aux', 'fts5', 'fts5vocab', 'geopoly', 'rtree', 'rtree_i32']) {
    assert.ok(modules.includes(name), name);
  }
  for (const name of ['generate_series', 'sqlite_stmt', 'bytecode']) assert.equal(modules.includes(name), false, name);
  assert.deepEqual(db.pragma('collation_list').map((row) => row.name).sort(), ['BINARY', 'NOCASE', 'RTRIM']);
});

for (const [sql, expected] of [
  ['select round(sqrt(2) * pow(2, 0.5), 6)', 2], ["select soundex('Robert')", 'R163'],
  ['select median(value) from json_each(\'[1,5,9]\')', 5],
  ["select json_extract('{\"a\":[1,{\"b\":5}]}', '$.a[1].b')", 5], ["select '{\"a\":5}' ->> 'a'", 5],
  ["select 'abc' like x'616263'", 0], ['select floor(2.7) + ceil(2.1) + trunc(-1.5)', 4], ['select pi() > 3.14', 1],
  ["select strftime('%Y-%m-%d %H:%M:%f', 1700000000.125, 'unixepoch')", '2023-11-14 22:13:20.125'],
  ["select date('2024-02-28', '+2 days')", '2024-03-01'],
  ["select printf('%,d|%08.3f|%q', 1234567, 3.14159, 'it''s')", '1,234,567|0003.142|it\'\'s'],
  ["select group_concat(value, '-') from json_each('[1,2,3]')", '1-2-3'], ['select quote(1.1e300)', '1.1e+300'],
  ['select sum(value) over (order by value) from json_each(\'[1,2,3]\') limit 1 offset 2', 6],
  ["select upper('é') || lower('ÀB')", 'éÀb'], ["select unicode('😀')", 0x1f600],
  ["select char(128512, 233)", '😀é'],
  ["select json(jsonb('[1,2]'))", '[1,2]'], ["select instr('漢字かな', 'か')", 3], ['select 0.1 + 0.2', 0.1 + 0.2],
  ["select cast('9007199254740993' as integer) - 9007199254740992", 1], ["select cast('1e400' as real)", Infinity],
]) {
  test(`${sql} is ${expected}`, (t) => assert.equal(value(open(t), sql), expected));
}

test('SQL reads the current time and fresh random numbers', (t) => {
  const db = open(t);
  const seconds = value(db, "select unixepoch('now')");
  assert.ok(Math.abs(seconds - Date.now() / 1000) < 5);
  assert.match(value(db, 'select current_timestamp'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assert.notEqual(value(db, 'select random()'), value(db, 'select random()'));
  const bytes = [value(open(t), 'select randomblob(16)'), value(open(t), 'select randomblob(16)')];
  assert.notDeepEqual(bytes[0], bytes[1]);
});

for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Europe/Berlin']) {
  // Windows' C library takes TZ for POSIX's rules; this package takes it for JavaScript's zones there.
  const skip = windows && engine === 'reference' && zone !== 'UTC' && "Windows' C library knows no names of zones";
  test(`localtime and utc agree with Date in ${zone}`, { skip }, () => {
    const [fromSql, fromDate, back] = answerOfChild(({ Database }, name) => {
      process.env.TZ = name;
      const db = new Database(':memory:');
      const moments = [0, 1705320000, 1720000000, 1711846799, 1711846800, 4102444800];
      const local = db.prepare("select strftime('%Y-%m-%d %H:%M:%S', ?, 'unixepoch', 'localtime')").pluck();
      const utc = db.prepare("select cast(strftime('%s', ?, 'utc') as integer)").pluck();
      const pad = (number) => String(number).padStart(2, '0');
      const shown = (d) => `${[d.getFullYear(), pad(d.getMonth() + 1), pad(d.getDate())].join('-')} ${
        [d.getHours(), d.getMinutes(), d.getSeconds()].map((part) => pad(part)).join(':')}`;
      return [
        moments.map((moment) => local.get(moment)),
        moments.map((moment) => shown(new Date(moment * 1000))),
        utc.get(local.get(1720000000)),
      ];
    }, { args: [zone] });
    assert.deepEqual(fromSql, fromDate);
    assert.equal(back, 1720000000);
  });
}

test('full-text search, R-tree and dbstat work', (t) => {
  const db = open(t).exec(`
    create virtual table notes using fts5(body, tokenize = 'porter unicode61');
    insert into notes values ('running quickly'), ('a naïve café'), ('nothing');
    create virtual table boxes using rtree(id, x1, x2, y1, y2);
    insert into boxes values (1, 0, 10, 0, 10), (2, 20, 30, 20, 30);
  `);
  assert.equal(value(db, "select body from notes where notes match 'run'"), 'running quickly');
  assert.equal(
    value(db, "select highlight(notes, 0, '[', ']') from notes where notes match 'cafe'"),
    'a naïve [café]',
  );
  assert.equal(value(db, 'select id from boxes where x1 > 15'), 2);
  assert.ok(value(db, "select sum(pgsize) from dbstat where name = 'boxes_node'") >= 4096);
});

test('foreign keys are enforced and savepoints nest', (t) => {
  const db = open(t).exec('create table p (id integer primary key); create table c (p references p on delete cascade)');
  assert.throws(
    () => db.exec('insert into c values (1)'),
    sqliteError('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed'),
  );
  db.exec('insert into p values (1); insert into c values (1); delete from p');
  assert.equal(value(db, 'select count(*) from c'), 0);
  db.exec('savepoint a; insert into p values (1); savepoint b; insert into p values (2); rollback to b; release a');
  assert.deepEqual(db.prepare('select id from p').pluck().all(), [1]);
});

test('a transaction over an attached file is atomic, and ten databases can be attached', (t) => {
  const { file, open: openFile } = scratch(t);
  const db = openFile('one.db').exec(`create table a (x); attach '${file('two.db')}' as two; create table two.b (x)`);
  db.exec('begin; insert into a values (1); insert into b values (1); rollback');
  db.exec('begin; insert into a values (2); insert into b values (2); commit');
  assert.deepEqual(db.prepare('select a.x, b.x as y from a, two.b').all(), [{ x: 2, y: 2 }]);
  db.exec('detach two');
  assert.equal(value(openFile('two.db'), 'select x from b'), 2);
  assert.deepEqual(fs.readdirSync(file()).filter((name) => name.includes('journal')), []);
  for (let i = 0; i < 10; i += 1) db.exec(`attach ':memory:' as m${i}`);
  assert.throws(
    () => db.exec("attach ':memory:' as more"),
    sqliteError('SQLITE_ERROR', 'too many attached databases - max 10'),
  );
  const absent = file('no', 'a.db');
  assert.throws(
    () => openFile('two.db').exec(`attach '${absent}' as x`),
    sqliteError('SQLITE_CANTOPEN', `unable to open database: ${absent}`),
  );
});

test('VACUUM shrinks the file, VACUUM INTO creates a copy', (t) => {
  const { file, open: openFile, read } = scratch(t);
  const db = openFile().exec(
    'create table t (a); insert into t select randomblob(5000) from json_each(json_array(1,2,3,4,5,6,7,8,9))',
  );
  const before = read('test.db').length;
  db.exec('delete from t where rowid > 2; vacuum');
  assert.ok(read('test.db').length < before);
  db.prepare('vacuum into ?').run(file('copy.db'));
  const copy = openFile('copy.db');
  assert.deepEqual(copy.prepare('select a from t').pluck().all(), db.prepare('select a from t').pluck().all());
  assert.throws(
    () => db.prepare('vacuum into ?').run(file('copy.db')),
    sqliteError('SQLITE_ERROR', 'output file already exists'),
  );
  const memory = openFile(':memory:').exec('create table t (a); insert into t values (5)');
  memory.prepare('vacuum into ?').run(file('from-memory.db'));
  assert.equal(value(openFile('from-memory.db'), 'select a from t'), 5);
});

test('temporary tables, indexes and sorts that exceed the cache leave no files', (t) => {
  const { folder, open: openFile } = scratch(t);
  for (const db of [openFile(), openFile(''), openFile(':memory:')]) {
    db.pragma('cache_size = 10');
    db.pragma('temp_store = file');
    db.exec(`
      create temp table big (a, b);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
      insert into big select i, printf('%040d', (i * 7919) % 40009) from n;
      create temp table sorted as select * from big order by b;
      create index temp.by_b on big (b desc);
    `);
    assert.equal(value(db, 'select count(distinct b) from big'), 40_000);
    assert.equal(
      value(db, "select a from sorted where rowid = 40000"),
      value(db, 'select a from big order by b desc limit 1'),
    );
    const longest = value(db, 'select max(length(g)) from (select group_concat(b) as g from big group by a % 3)');
    assert.equal(longest > 500_000, true);
    db.close();
  }
  assert.deepEqual(fs.readdirSync(folder), ['test.db']);
});

test('acosh() of less than one is NULL', (t) => {
  const db = scratch(t).open(':memory:');
  const select = db.prepare('select acosh(0.5), acosh(-1), acosh(-26584439.910948277), acosh(-1e308), acosh(-1e999)');
  assert.deepEqual(select.raw().get(), [null, null, null, null, null]);
  assert.equal(value(db, 'select acosh(1)'), 0);
});

test("SQLite's hash tables are listed in the order of 64-bit machines", (t) => {
  const db = scratch(t).open(':memory:');
  for (let i = 0; i < 100; i += 1) db.exec(`create table t${i} (a)`);
  const names = db.pragma('table_list').map(({ name }) => name);
  assert.deepEqual(
    names.slice(0, 12),
    ['t99', 't98', 't97', 't96', 't89', 't88', 't87', 't86', 't79', 't78', 't77', 't76'],
  );
});
