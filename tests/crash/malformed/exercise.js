'use strict';

// Everything that an application may do with a database that it did not create.

const { SqlError } = require('../support/client');

/** @import { Client } from '../support/client' */
/** @import { Random } from '../../support/random' */

/** Bounds of what is read, so that a case does not take long. */
const MAX_TABLES = 12;
const MAX_ROWS = 100;

/** @param {unknown} name */
const quoted = (name) => `"${String(name).replaceAll('"', '""')}"`;

class Exercise {
  /** @param {Client} client @param {Random} random */
  constructor(client, random) {
    this.client = client;
    this.random = random;
    this.statements = 0;
    /** The number of failures by result code. @type {Map<string, number>} */
    this.codes = new Map();
    /** Names of tables and views. @type {string[]} */
    this.tables = [];
    /** Names of indexes. @type {string[]} */
    this.indexes = [];
  }

  /** Runs SQL that may fail. Returns its first rows, none after a failure. @param {string} sql */
  try(sql) {
    this.statements += 1;
    try {
      return this.client.rows(sql, MAX_ROWS);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.codes.set(error.codeName, (this.codes.get(error.codeName) ?? 0) + 1);
      return [];
    }
  }

  #readSchema() {
    const schema = this.try(`select type, name from sqlite_schema limit ${MAX_ROWS}`);
    this.tables = schema.filter(([type]) => type === 'table' || type === 'view').map(([, name]) => quoted(name));
    this.indexes = schema.filter(([type]) => type === 'index').map(([, name]) => quoted(name));
  }

  /** @param {string[]} names @param {number} max */
  #some(names, max) {
    return names.length <= max ? names : Array.from({ length: max }, () => this.random.pick(names));
  }

  readAll() {
    for (const table of this.#some(this.tables, MAX_TABLES)) {
      this.try(`select * from ${table} limit ${MAX_ROWS}`);
      this.try(`select count(*), rowid from (select * from ${table} limit 1000)`);
      this.try(`select * from ${table} order by 1 desc, 2 limit 10`);
    }
  }

  check() {
    this.try('pragma integrity_check(20)');
    this.try('pragma quick_check(5)');
    this.try('pragma foreign_key_check');
  }

  statistics() {
    this.try('select name, sum(pgsize), max(path) from dbstat group by name limit 50');
    this.try('pragma freelist_count; pragma page_count; pragma database_list; analyze');
  }

  searchText() {
    if (!this.tables.includes('"f5"')) return;
    this.try(
      "select rowid, highlight(f5, 0, '[', ']'), bm25(f5) from f5 where f5 match 'words AND num* OR title:late'",
    );
    this.try("select snippet(f4), offsets(f4), matchinfo(f4, 'pcnalx') from f4 where f4 match 'words num*'");
    for (const command of ['integrity-check', 'optimize', 'rebuild', 'merge']) {
      if (this.random.chance(0.5)) this.try(`insert into f5 (f5) values ('${command}')`);
      if (this.random.chance(0.5)) this.try(`insert into f4 (f4) values ('${command}')`);
    }
    this.try(
      "insert into f5 values ('new', 'words'); delete from f5 where rowid in (3, 4); insert into f4 values ('x y')",
    );
  }

  searchSpace() {
    if (!this.tables.includes('"r"')) return;
    this.try("select * from r where x0 < 5 and y1 > 2 limit 20; select rtreecheck('r'); select rtreecheck('p')");
    this.try("select name, geopoly_area(_shape) from p where geopoly_overlap(_shape, '[[0,0],[9,0],[0,9],[0,0]]')");
    this.try('insert into r values (1000, 1, 2, 3, 4, null); delete from r where id < 20');
    this.try('update r set x1 = x1 + 1 where id < 40');
  }

  /** Finds rows through indexes, then rebuilds some of them. */
  useIndexes() {
    const queries = [
      ['t', "select * from t where a = 3 and b > 'text 2' limit 20; select * from t where c = x'00' and a > 3"],
      ['t', 'select * from v limit 20; select * from u where x = 50'],
      ['w', "select * from w where k = 'key 3' and j between 2 and 50; select * from w where v > 20 order by v"],
      ['o', "select id from o where more > 'xxxx'; select length(large), more from o order by more"],
    ];
    for (const [table, sql] of queries) if (this.tables.includes(quoted(table))) this.try(sql);
    for (const index of this.#some(this.indexes, 4)) this.try(`reindex ${index}`);
  }

  change() {
    for (const table of this.#some(this.tables, 4)) {
      const column = this.#column(table);
      this.try(`insert into ${table} (${column}) values (zeroblob(${this.random.pick([0, 10, 2000])}))`);
      this.try(`update ${table} set ${column} = ${column} || 'x' where rowid % 3 = 1 limit 20`);
      this.try(`delete from ${table} where rowid % 5 = 2 limit 20`);
    }
    if (this.tables.includes('"w"')) this.try("insert or replace into w values ('key 3', 7, 'x'), ('new', 1, 2)");
    if (this.tables.includes('"o"')) {
      this.try('delete from o where id % 2; insert into o (large) values (zeroblob(9000))');
    }
    if (this.random.chance(0.3)) this.try('drop table if exists g');
  }

  /** @param {string} table */
  #column(table) {
    const columns = this.try(`pragma table_info(${table})`);
    return columns.length === 0 ? 'a' : quoted(this.random.pick(columns)[1]);
  }

  changeSchema() {
    this.try('create table if not exists new_table (a unique, b); insert into new_table select id, b from t limit 50');
    this.try('create index if not exists new_index on t (b, id); drop index if exists t_a');
    this.try('alter table t rename column b to bb; alter table u rename to uu; alter table t add column z default 5');
  }

  transaction() {
    this.try('begin; savepoint s');
    this.change();
    this.try('rollback to s');
    this.try(this.random.pick(['commit', 'rollback']));
  }

  maintain() {
    this.try(this.random.pick([
      'vacuum', 'pragma incremental_vacuum(3)', 'pragma wal_checkpoint(truncate)', 'pragma journal_mode = wal',
      'pragma journal_mode = delete', 'pragma auto_vacuum = full; vacuum', 'pragma page_size = 2048; vacuum',
      'reindex', 'pragma optimize',
    ]));
  }

  /** Runs a few random parts, then checks the database. */
  run() {
    if (this.random.chance(0.2)) this.try('pragma cache_size = 4');
    this.#readSchema();
    const parts = /** @type {const} */ ([
      'readAll', 'check', 'statistics', 'searchText', 'searchSpace', 'useIndexes', 'change', 'changeSchema',
      'transaction', 'maintain', 'maintain',
    ]);
    for (let i = 0; i < 5; i += 1) this[this.random.pick(parts)]();
    if (!this.client.autocommit) this.try('rollback');
    this.check();
  }
}

exports.Exercise = Exercise;
