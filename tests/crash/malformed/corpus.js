'use strict';

// Valid databases, each with other parts of the file format, from which the malformed ones are made.

const { Client } = require('../support/client');
const { Disk } = require('../support/disk');
const { FaultHost } = require('../support/fault-host');
const { Guest } = require('../support/guest');

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {number} pageSize
 * @property {Map<string, Buffer>} files by the suffix of their name: none, `-wal` or `-journal`
 */

const PATH = '/data/sample.db';

const numbers = (/** @type {number} */ count) => (
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`);

const TABLES = `
  create table t (id integer primary key, a integer, b text collate nocase, c blob, d as (a + 1));
  create index t_a on t (a, b desc);
  create index t_part on t (c) where a > 3;
  create table u (x unique, y references t (id), check (x is not 7));
  create view v as select t.a, u.x from t join u on t.id = u.y;
  create trigger tr after insert on u begin update t set a = a + 1 where id = new.y; end;
  ${numbers(60)} insert into t (a, b, c) select i % 7, 'text ' || i, zeroblob(i) from n;
  ${numbers(20)} insert into u select i * 10, i from n;
  analyze;`;

const WITHOUT_ROWID = `
  create table w (k text, j integer, v any, primary key (k, j)) without rowid, strict;
  create index w_v on w (v);
  ${numbers(80)} insert into w select 'key ' || i % 9, i, i * 1.5 from n;`;

const OVERFLOW = `
  create table o (id integer primary key, large blob, more text);
  create index o_more on o (more);
  ${numbers(8)} insert into o select i, zeroblob(i * 700), printf('%.*c', i * 300, 'x') from n;`;

const FREELIST = `
  create table f (a); create table g (a);
  ${numbers(60)} insert into f select randomblob(300) from n;
  insert into g select * from f limit 10;
  delete from f where rowid > 5;`;

const FTS = `
  create virtual table f5 using fts5(title, body, prefix = 2);
  create virtual table f4 using fts4(body);
  ${numbers(60)} insert into f5 select 'title ' || i, 'some words number ' || i || ' and ' || hex(i) from n;
  ${numbers(30)} insert into f4 select 'some words number ' || i || ' and ' || hex(i) from n;
  insert into f5 (f5) values ('optimize'); insert into f5 values ('late', 'more words');
  insert into f4 (f4) values ('optimize'); insert into f4 values ('more words');`;

const RTREE = `
  create virtual table r using rtree(id, x0, x1, y0, y1, +note);
  create virtual table p using geopoly(name);
  ${numbers(90)} insert into r select i, i % 10, i % 10 + 2, i / 10, i / 10 + 1, 'n' || i from n;
  insert into p (_shape, name) values ('[[0,0],[1,0],[0,1],[0,0]]', 'one'), ('[[5,5],[9,5],[5,9],[5,5]]', 'two');`;

/**
 * Returns a sample with the files that are on the disk after some SQL, while the connection is still open.
 * @param {string} name
 * @param {number} pageSize
 * @param {string} settings
 * @param {string} sql
 * @returns {Sample}
 */
function sample(name, pageSize, settings, sql) {
  const disk = new Disk();
  const client = new Client(new Guest(new FaultHost(disk)), PATH);
  client.exec(`pragma page_size = ${pageSize}; ${settings}; ${sql}`);
  const files = disk.files().filter(([path]) => path.startsWith(PATH) && !path.endsWith('-shm'));
  return {
    name: `${name} ${pageSize}`,
    pageSize,
    files: new Map(files.map(([path, content]) => [path.slice(PATH.length), Buffer.from(content)])),
  };
}

const WAL = 'pragma journal_mode = wal; pragma wal_autocheckpoint = 0';
const CHANGES = 'update t set b = b || a where id % 3; insert or ignore into u values (1000, 5); '
  + 'delete from t where id > 40;';
/** A small cache spills an open transaction to the file, so that the journal has pages to roll back. */
const OPEN_TRANSACTION = `pragma cache_size = 2; begin; ${CHANGES} ${CHANGES}
  insert into t (c) ${numbers(40)} select zeroblob(500) from n;`;

/** Returns all samples. */
function samples() {
  return [
    sample('tables', 512, '', TABLES),
    sample('tables', 4096, '', TABLES),
    sample('tables, UTF-16', 1024, "pragma encoding = 'utf-16le'", TABLES),
    sample('without rowid', 512, '', WITHOUT_ROWID),
    sample('overflow', 512, '', OVERFLOW),
    sample('overflow, auto_vacuum', 1024, 'pragma auto_vacuum = full', OVERFLOW),
    sample('freelist', 512, '', FREELIST),
    sample('freelist, incremental', 512, 'pragma auto_vacuum = incremental', FREELIST),
    sample('full text', 1024, '', FTS),
    sample('r-tree', 1024, '', RTREE),
    sample('all', 1024, 'pragma auto_vacuum = incremental', TABLES + WITHOUT_ROWID + OVERFLOW + FREELIST + FTS + RTREE),
    sample('WAL', 512, WAL, TABLES + CHANGES),
    sample('WAL', 4096, WAL, `${TABLES} pragma wal_checkpoint; ${CHANGES}`),
    sample('journal', 512, '', `${TABLES} ${OPEN_TRANSACTION}`),
    sample('journal, auto_vacuum', 1024, 'pragma auto_vacuum = full', `${TABLES} ${OPEN_TRANSACTION}`),
  ];
}

module.exports = { PATH, samples };
