'use strict';

// The random steps of a workload: SQL that changes a database in all the ways that matter to its files.

const { promiseOf } = require('./workloads');

/** @import { Random } from '../../support/random' */
/** @import { Promised, Workload } from './workloads' */

/**
 * @typedef {object} Step
 * @property {string} sql
 * @property {Promised} promised when a power cut can no longer undo the step
 * @property {boolean} durable whether this step, once acknowledged, makes itself and all earlier ones durable
 * @property {boolean} reopen whether the connection is closed and reopened before the step
 */

/** @param {string} db */
const SCHEMA = (db) => `
  create table ${db}.t (id integer primary key, a integer, b blob, c text);
  create index ${db}.t_a on t (a, c);
  create table ${db}.w (k text primary key, v blob) without rowid;`;

/** @param {number} count */
const numbers = (count) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

/** Generates single statements that change one database. */
class Changes {
  /** @param {Random} random */
  constructor(random) {
    this.random = random;
  }

  /** Returns the length of a value: mostly a few bytes, at times more than a page. */
  #length() {
    return this.random.pick([5, 40, 40, 200, 900, 6000]);
  }

  /** Returns the end of a condition that selects some of the rows. */
  #someRows() {
    const modulus = 2 + this.random.below(6);
    return `% ${modulus} = ${this.random.below(modulus)}`;
  }

  /** @param {string} db */
  insert(db) {
    const count = 1 + this.random.below(12);
    return `insert into ${db}.t (a, b, c) ${numbers(count)}
      select abs(random()) % 100, randomblob(${this.#length()}), hex(randomblob(5)) from n;`;
  }

  /** @param {string} db */
  update(db) {
    return `update ${db}.t set a = a + 1, b = randomblob(${this.#length()}) where id ${this.#someRows()};`;
  }

  /** Also keeps the table small. @param {string} db */
  remove(db) {
    return `delete from ${db}.t where id ${this.#someRows()} or id < (select max(id) from ${db}.t) - 80;`;
  }

  /** @param {string} db */
  put(db) {
    return `insert or replace into ${db}.w ${numbers(1 + this.random.below(8))}
      select 'key' || abs(random()) % 30, randomblob(${this.#length()}) from n;`;
  }

  /** @param {string} db */
  any(db) {
    const kind = this.random.pick(['insert', 'insert', 'update', 'remove', 'put']);
    return this[/** @type {'insert'} */ (kind)](db);
  }

  /** @param {string} db */
  several(db) {
    return Array.from({ length: 1 + this.random.below(4) }, () => this.any(db)).join('\n');
  }

  /** Returns changes of far more pages than a small cache holds. @param {string} db */
  large(db) {
    return `insert into ${db}.t (a, b) ${numbers(25)} select i, randomblob(700) from n;
      update ${db}.t set b = randomblob(500), c = hex(a);
      ${this.several(db)}`;
  }
}

/** Generates whole transactions. */
class Transactions {
  /** @param {Random} random @param {string[]} databases */
  constructor(random, databases) {
    this.random = random;
    this.databases = databases;
    this.changes = new Changes(random);
  }

  /** @param {(db: string) => string} change */
  #onAll(change) {
    return `begin; ${this.databases.map((db) => change(db)).join('\n')} commit;`;
  }

  single() {
    return this.changes.any(this.random.pick(this.databases));
  }

  several() {
    return this.#onAll((db) => this.changes.several(db));
  }

  large() {
    return this.#onAll((db) => this.changes.large(db));
  }

  savepoints() {
    const { changes } = this;
    return this.#onAll((db) => `savepoint one; ${changes.several(db)} savepoint two; ${changes.large(db)}
      rollback to two; ${changes.several(db)} release one;`);
  }

  rolledBack() {
    return `begin; ${this.databases.map((db) => this.changes.large(db)).join('\n')} rollback;`;
  }

  schema() {
    const name = `x${this.random.below(3)}`;
    return this.#onAll((db) => `drop table if exists ${db}.${name};
      create table ${db}.${name} as select * from ${db}.t limit ${this.random.below(20)};
      create index ${db}.${name}_index on ${name} (c);`);
  }
}

/** Generates the steps of a workload. */
class Script {
  /** @param {Workload} workload @param {Random} random */
  constructor(workload, random) {
    this.workload = workload;
    this.random = random;
    /** @type {string} */
    this.journal = workload.journal;
    this.databases = workload.attached ? ['main', 'aux'] : ['main'];
    this.transactions = new Transactions(random, this.databases);
  }

  /** @param {string} sql @param {Partial<Step>} [more] @returns {Step} */
  step(sql, more = {}) {
    const { workload } = this;
    const promised = workload.switching ? promiseOf(this.journal, workload.synchronous) : workload.promised;
    return { sql, promised, durable: false, reopen: false, ...more };
  }

  /** @returns {Step} */
  change() {
    const kinds = /** @type {const} */ (['several', 'several', 'large', 'savepoints', 'rolledBack', 'schema']);
    const mayChangeOne = this.workload.attached === '' || this.workload.changesOne;
    const kind = mayChangeOne && this.random.chance(0.4) ? 'single' : this.random.pick(kinds);
    return this.step(this.transactions[kind]());
  }

  /** @returns {Step} */
  checkpoint() {
    const mode = this.random.pick(['passive', 'full', 'restart', 'truncate']);
    return this.step(`pragma wal_checkpoint(${mode});`, { durable: !this.workload.reader });
  }

  /** @returns {Step} */
  switchJournal() {
    this.journal = this.random.pick(['delete', 'truncate', 'persist', 'wal']);
    return this.step(`pragma journal_mode = ${this.journal};`);
  }

  /** @returns {Step} */
  maintenance() {
    const { autoVacuum, reader, switching } = this.workload;
    if (switching) return this.switchJournal();
    if (this.journal === 'wal' && this.random.chance(0.6)) return this.checkpoint();
    if (autoVacuum === 'incremental' && this.random.chance(0.6)) return this.step('pragma incremental_vacuum(5);');
    if (reader || this.random.chance(0.4)) return this.step(`vacuum ${this.random.pick(this.databases)};`);
    return this.step('', { reopen: true, durable: this.journal === 'wal' });
  }

  /** @returns {Generator<Step>} */
  * steps() {
    yield this.step('');
    yield this.step(`begin; ${this.databases.map(SCHEMA).join('')} commit;`);
    for (let i = 0; i < 14; i += 1) yield this.random.chance(0.25) ? this.maintenance() : this.change();
  }
}

exports.Script = Script;
