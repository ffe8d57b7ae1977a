'use strict';

// The tasks of trials. They are short, because every host call of a task fails in a trial of its own. Each task uses
// files in its own way.

/** @import { Task } from './trial' */

const numbers = (/** @type {number} */ count) => (
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`);
const text = (/** @type {number} */ length) => `printf('%.*c', ${length}, char(65 + i % 26))`;

const STEPS = [
  'begin; create table t (id integer primary key, a, b); create index t_b on t (b); commit;',
  `insert into t (a, b) ${numbers(12)} select ${text(400)}, i * 7 % 5 from n;`,
  `begin; update t set a = id || a where id % 2; delete from t where id = 4; savepoint s;
    insert into t (a) ${numbers(20)} select ${text(300)} from n; rollback to s; `
    + "insert into t (b) values ('z'); commit;",
  `begin; insert into t (a, b) ${numbers(30)} select ${text(500)}, i from n; delete from t where id > 20; commit;`,
  `begin; create table u as select * from t order by b desc; drop index t_b; commit;`,
];

/** Transactions on two databases. */
const STEPS_ON_TWO_DATABASES = [
  'begin; create table t (a); create table aux.t (a); commit;',
  `begin; insert into t ${numbers(20)} select ${text(300)} from n; insert into aux.t select a from t; commit;`,
  'begin; update t set a = 1 where rowid % 2; update aux.t set a = 1 where rowid % 2; '
    + 'delete from aux.t where a > 1; commit;',
  'insert into aux.t values (3);',
];

/**
 * Only `vacuum` needs the folder of temporary files, which SQLite finds by `path_access`.
 * @param {string} journal
 * @param {string} synchronous
 * @param {{ more?: string, steps?: string[], uncalled?: string[], hidden?: string[] }} [options] `more` settings and
 *   `steps`, system calls as in `Task`
 * @returns {Task}
 */
function task(journal, synchronous, { more = '', steps = [], uncalled = [], hidden = ['path_access'] } = {}) {
  return {
    attach: false,
    uncalled,
    hidden,
    name: `${journal} ${synchronous}${more && `, ${more}`}`,
    settings: `pragma page_size = 1024; pragma journal_mode = ${journal}; pragma synchronous = ${synchronous};
      pragma cache_size = 5; ${more};`,
    steps: [...STEPS, ...steps],
  };
}

/** @param {string} journal @param {{ uncalled: string[], hidden?: string[] }} calls @returns {Task} */
function taskOnTwoDatabases(journal, calls) {
  return {
    ...task(journal, 'full', calls),
    name: `${journal} full, two databases`,
    attach: true,
    steps: STEPS_ON_TWO_DATABASES,
  };
}

const TASKS = [
  task('delete', 'extra', { uncalled: ['fd_lock_conflict'] }),
  task('delete', 'full', {
    more: 'pragma auto_vacuum = full', steps: ['vacuum'], uncalled: ['fd_lock_conflict'], hidden: [],
  }),
  task('truncate', 'full', { uncalled: ['path_unlink', 'fd_lock_conflict'] }),
  task('persist', 'normal', { uncalled: ['path_unlink'] }),
  task('wal', 'full', { more: 'pragma wal_autocheckpoint = 6' }),
  taskOnTwoDatabases('delete', { uncalled: ['fd_truncate', 'fd_lock_conflict'] }),
  // Once the transaction is committed, SQLite ignores that a journal cannot be truncated.
  taskOnTwoDatabases('persist', { uncalled: ['fd_lock_conflict'], hidden: ['fd_truncate', 'path_access'] }),
  task('wal', 'normal', { steps: ['pragma wal_checkpoint(truncate)', 'insert into t (b) values (1)'] }),
];

module.exports = { TASKS };
