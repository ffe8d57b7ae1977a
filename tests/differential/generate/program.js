'use strict';

// A case: a sequence of operations, each chosen with what is known from the earlier ones.

const { Choice } = require('./choice');
const { Api } = require('./api');
const { Changes } = require('./changes');
const { Model, SCHEMA_QUERY } = require('./model');
const { mutate } = require('./mutate');
const { pragmaText } = require('./pragmas');
const { Queries } = require('./queries');
const { Schema } = require('./schema');
const { VirtualTables } = require('./virtual');

/** @import { Outcome } from '../support/pair' */

/**
 * One JavaScript expression, and the kind it is counted as. Kinds that begin with `api` execute no generated SQL.
 * @typedef {{ source: string, kind: string }} Step
 */
/** @typedef {Generator<Step, void, Outcome>} Steps yields operations, and receives native's outcome of each */

/** A table with more rows is emptied, so that joins of three tables end. */
const MAX_ROWS = 25;

const FIRST_PRAGMAS = [
  "encoding = 'UTF-16le'", "encoding = 'UTF-16be'", 'page_size = 512', 'page_size = 65536',
  'auto_vacuum = full', 'auto_vacuum = incremental', 'journal_mode = wal', 'cache_size = 5',
];

/** For `localtime`: summer time in the north and the south, offsets with half an hour, and none. */
const TIME_ZONES = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'Europe/Dublin'];

/** @param {string} sql */
const execSource = (sql) => `s.db.exec(${JSON.stringify(sql)})`;

/**
 * Expressions that yield blobs. A UTF-16 database takes their bytes for text. If they are not valid UTF-16, SQLite
 * reads beyond their end and returns arbitrary memory.
 */
const BLOBS = /x'[0-9a-f]*'|zeroblob|as blob|unhex|jsonb|Buffer|Array\(/i;

class Program {
  /** @param {number} seed */
  constructor(seed) {
    this.g = new Choice(seed);
    this.isUtf16 = false;
    this.model = new Model();
    this.queries = new Queries(this.g, this.model);
    this.changes = new Changes(this.g, this.model, this.queries);
    this.schema = new Schema(this.g, this.model, this.queries, this.changes);
    this.virtual = new VirtualTables(this.g, this.model);
    this.api = new Api(this.g, this.model, this.queries, this.changes);
  }

  /** @returns {Steps} */
  * steps() {
    const steps = this.#allSteps();
    for (let step = steps.next(); !step.done;) {
      const isSkipped = this.isUtf16 && BLOBS.test(step.value.source);
      step = steps.next(isSkipped ? { failed: true, value: undefined, seen: '' } : yield step.value);
    }
  }

  /** @returns {Steps} */
  * #allSteps() {
    const { g } = this;
    yield { source: `process.env.TZ = "${g.pick(TIME_ZONES)}"`, kind: 'api time zone' };
    yield* this.api.open();
    for (const pragma of g.chance(0.4) ? g.many(1, 2, () => g.pick(FIRST_PRAGMAS)) : []) {
      this.isUtf16 ||= pragma.includes('UTF-16');
      yield this.#pragma(pragma);
    }
    for (let count = g.between(2, 4); count > 0; count -= 1) {
      yield* this.#schemaChange('create table', this.schema.createTable());
    }
    yield* this.#ensureTable();
    for (let count = g.between(3, 8); count > 0; count -= 1) yield* this.#change('insert');
    for (let count = g.between(60, 240); count > 0; count -= 1) {
      yield* this.#any();
      if (count % 15 === 0) yield* this.#tidy();
    }
    yield* this.api.release();
  }

  /** Creates a table if there is none: most operations need one. @returns {Steps} */
  * #ensureTable() {
    yield* this.#learn();
    if (this.model.tablesOf('table').length > 0) return;
    const sql = 'create table if not exists base (id integer primary key check (id < 1000000), a, b text, c real)';
    yield { source: execSource(sql), kind: 'create table' };
    yield* this.#learn();
  }

  /** @returns {Steps} */
  * #learn() {
    const { failed, value } = yield { source: SCHEMA_QUERY, kind: 'select' };
    if (!failed) this.model.learn(value);
  }

  /** @param {string} text @returns {Step} */
  #pragma(text) {
    const options = this.g.maybe(0.3, () => ', { simple: true }');
    return { source: `s.db.pragma(${JSON.stringify(text)}${options})`, kind: 'pragma' };
  }

  /** @param {string} kind @param {string} sql @returns {Steps} */
  * #schemaChange(kind, sql) {
    yield { source: execSource(sql), kind };
    yield* this.#learn();
  }

  /** Ends open iterators and empties large tables. @returns {Steps} */
  * #tidy() {
    const { g, model } = this;
    yield* this.api.release();
    yield* this.#ensureTable();
    for (const { name } of model.tablesOf('table')) {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const sql = JSON.stringify(`select count(*) from ${quoted}`);
      const { failed, value } = yield { source: `s.db.prepare(${sql}).pluck().get()`, kind: 'select' };
      if (!failed && value > MAX_ROWS) yield { source: execSource(`delete from ${quoted}`), kind: 'delete' };
    }
    if (g.chance(0.3)) yield { source: 's.db.serialize()', kind: 'api serialize' };
    if (g.chance(0.3)) yield { source: 's.db.pragma("integrity_check")', kind: 'pragma' };
  }

  /** @param {'insert' | 'update' | 'delete'} kind @returns {Steps} */
  * #change(kind) {
    if (this.model.tablesOf('table').length === 0) return;
    yield this.api.executed(kind, this.changes[kind]());
  }

  /** @returns {Steps} */
  * #any() {
    const { g, model } = this;
    if (this.api.iterating && g.chance(0.6)) return yield* this.api.any();
    const hasTable = model.tablesOf('table').length > 0 ? 1 : 0;
    const hasVirtual = model.tablesOf('text', 'space').length > 0 ? 1 : 0;
    const step = g.weighted(/** @type {[number, () => Steps][]} */ ([
      [30, () => this.#query()],
      [18 * hasTable, () => this.#change('insert')],
      [8 * hasTable, () => this.#change('update')],
      [3 * hasTable, () => this.#change('delete')],
      [10 * hasVirtual, () => this.#virtual()],
      [1, () => this.#createVirtual()],
      [1, () => this.#builtin()],
      [5 * hasTable, () => this.#alterSchema()],
      [3, () => this.#pragmaStep()],
      [5, () => this.#transaction()],
      [2, () => this.#maintenance()],
      [3, () => this.#mutant()],
      [2 * hasTable, () => this.#bulk()],
      [2 * hasTable, () => this.#script()],
      [30 * hasTable, () => this.api.any()],
    ]));
    yield* step();
  }

  /** @returns {Steps} */
  * #query() {
    const { g, queries } = this;
    const sql = queries.query();
    if (g.chance(0.06)) yield this.api.explained(sql);
    else yield this.api.executed('select', sql);
  }

  /** @returns {Steps} */
  * #virtual() {
    const { g, model, virtual } = this;
    const table = g.pick(model.tablesOf('text', 'space'));
    if (g.chance(0.5)) yield this.api.executed(`change ${table.kind}`, virtual.change(table));
    else yield this.api.executed(`query ${table.kind}`, virtual.query(table));
  }

  /** @returns {Steps} */
  * #builtin() {
    yield this.api.executed('query built-in', this.virtual.builtin());
  }

  /** @returns {Steps} */
  * #createVirtual() {
    const kind = this.g.pick(/** @type {const} */ (['text', 'space']));
    yield* this.#schemaChange(`create ${kind}`, this.virtual.create(kind));
  }

  /** @returns {Steps} */
  * #alterSchema() {
    const { g, schema } = this;
    const [kind, make] = g.weighted(/** @type {[number, [string, () => string]][]} */ ([
      [2, ['create table', () => schema.createTable()]],
      [4, ['create index', () => schema.createIndex()]],
      [2, ['create view', () => schema.createView()]],
      [3, ['create trigger', () => schema.createTrigger()]],
      [4, ['alter', () => schema.alter()]],
      [4, ['drop', () => schema.drop()]],
    ]));
    yield* this.#schemaChange(kind, make());
    if (this.model.tablesOf('table').length === 0) yield* this.#ensureTable();
  }

  /** @returns {Steps} */
  * #pragmaStep() {
    yield this.#pragma(pragmaText(this.g, this.model));
  }

  /** Executes a statement that begins, ends or nests a transaction. @returns {Steps} */
  * #transaction() {
    const { g, model } = this;
    const [name] = model.savepoints;
    const sql = g.weighted([
      [3, g.pick(['begin', 'begin immediate', 'begin exclusive', 'begin deferred'])], [4, 'commit'], [2, 'rollback'],
      [3, `savepoint p${g.below(3)}`], [name ? 2 : 0, `release ${name}`], [name ? 2 : 0, `rollback to ${name}`],
    ]);
    const { failed } = yield { source: execSource(sql), kind: 'transaction' };
    if (failed) return;
    if (sql.startsWith('savepoint')) model.savepoints.unshift(sql.slice(10));
    else if (sql.startsWith('release')) model.savepoints.shift();
    else if (sql === 'commit' || sql === 'rollback') model.savepoints = [];
    if (sql.startsWith('rollback')) yield* this.#learn();
  }

  /** @returns {Steps} */
  * #maintenance() {
    const { g, model } = this;
    const tables = model.tablesOf('table');
    const sql = g.pick([
      'vacuum', 'analyze', 'reindex', "attach ':memory:' as extra", 'detach extra',
      'create table if not exists extra.t (a, b)',
      'insert into extra.t values (1, 2), (3, null)', 'select * from extra.t',
      'select name, pageno, pagetype, ncell, payload, unused from dbstat order by name, pageno limit 40',
      ...(tables.length > 0
        ? [`analyze "${g.pick(tables).name}"`, `reindex "${g.pick(tables).name}"`, `select count(*) from sqlite_stat1`]
        : []),
      'create table if not exists temp.scratch (a, b)',
      "insert into temp.scratch select 1, name from sqlite_schema limit 3", "attach 'attached.db' as extra",
      "attach 'main.db' as extra",
      'select type, name, tbl_name, rootpage, sql from sqlite_schema order by name limit 30',
      'select * from sqlite_stat4 limit 30', 'select * from sqlite_sequence',
    ]);
    const isQuery = sql.startsWith('select');
    yield isQuery ? this.api.executed('maintenance', sql) : { source: execSource(sql), kind: 'maintenance' };
  }

  /** @returns {Steps} */
  * #mutant() {
    const { g, queries, changes, schema, model } = this;
    const hasTable = model.tablesOf('table').length > 0;
    const sql = hasTable && g.chance(0.5)
      ? g.pick([
        () => changes.insert(), () => changes.update(), () => schema.createTable(), () => schema.createIndex(),
      ])()
      : queries.query();
    yield this.api.executed('mutant', mutate(g, sql));
  }

  /** Executes several statements in one script, of which one may fail. @returns {Steps} */
  * #script() {
    const { g, changes, queries } = this;
    const list = g.many(2, 4, () => g.pick([
      () => changes.any().sql, () => changes.any().sql, () => queries.query(), () => '-- nothing\n',
    ])());
    yield { source: execSource(list.join(g.pick(['; ', ';', ' ;;\n']))), kind: 'script' };
  }

  /** Writes so many rows that B-tree pages split, merge and overflow. @returns {Steps} */
  * #bulk() {
    const { g } = this;
    const count = g.between(50, 700);
    const size = g.pick([10, 100, 900, 6000]);
    const creation = 'create table if not exists bulk_own_ (k, v, w); '
      + 'create index if not exists bulk_own_k on bulk_own_ (k)';
    yield { source: execSource(creation), kind: 'create table' };
    const key = g.pick(['i', `(i * 7919) % ${count}`, "'key ' || (i * 31 % 100)", 'i / 10.0', '-i']);
    const insert = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) `
      + `insert into bulk_own_ select ${key}, i, zeroblob(i % ${size}) from n`;
    yield { source: execSource(insert), kind: 'bulk' };
    const query = g.pick([
      'select count(*), sum(length(w)), min(k), max(k) from bulk_own_',
      `select k, count(*) from bulk_own_ group by k order by 2 desc, 1 limit 20`,
      'select v, sum(v) over (order by k, v rows 3 preceding), '
        + 'row_number() over (partition by typeof(k) order by v desc) from bulk_own_ order by v limit 30',
      'select * from bulk_own_ limit 200', 'select v, hex(w), w, k from bulk_own_ where v < 60',
      `select v, printf('%${g.pick([70_000, 140_000, 300_000])}d', v), w from bulk_own_ limit 5`,
      'select distinct k from bulk_own_ order by k desc limit 25 offset 5',
      'select a.v, b.v from bulk_own_ a join bulk_own_ b on a.k = b.k and a.v < b.v order by a.v, b.v limit 20',
      'select group_concat(v) from (select v from bulk_own_ order by k, v limit 100)',
      `select total(k), avg(k), sum(k * 0.1) from bulk_own_`,
    ]);
    yield this.api.executed('select', query);
    const change = g.pick([
      'delete from bulk_own_', `delete from bulk_own_ where v % 3 = 1`,
      `update bulk_own_ set k = k || 'x', w = zeroblob(v % 50) where v % 2`,
    ]);
    yield { source: execSource(change), kind: 'bulk' };
    if (g.chance(0.5)) yield { source: execSource('drop table bulk_own_'), kind: 'drop' };
  }
}

exports.Program = Program;
