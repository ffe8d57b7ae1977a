'use strict';

// Calls of better-sqlite3's API in any order: valid ones, invalid ones, and ones at the wrong time.

const {
  aggregateQuery, defineAggregate, defineFunction, defineTable, defineWrongly, tableQuery,
} = require('./callbacks');
const { CLOSED_METHODS, CONSTRUCTIONS, DATABASE_METHODS, MISUSES, STATEMENT_METHODS } = require('./misuses');
const { anything, argumentsFor, parametersOf, placeholders, value } = require('./javascript');
const { SCHEMA_QUERY } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Parameters } from './javascript' */
/** @import { Changes } from './changes' */
/** @import { Model } from './model' */
/** @import { Step, Steps } from './program' */
/** @import { Queries } from './queries' */

/**
 * A prepared statement that the program keeps.
 * @typedef {{ name: string, kind: string, parameters: Parameters, reader: boolean, bound: boolean }} Slot
 */

/** The most statements that are kept at a time. */
const MAX_SLOTS = 6;

class Api {
  /** @param {Choice} choice @param {Model} model @param {Queries} queries @param {Changes} changes */
  constructor(choice, model, queries, changes) {
    this.g = choice;
    this.model = model;
    this.queries = queries;
    this.changes = changes;
    /** @type {Slot[]} */
    this.slots = [];
    /** Iterators that have not ended. @type {string[]} */
    this.iterators = [];
    this.file = '';
    /** Whether there is a second connection to the file. */
    this.hasOther = false;
  }

  get iterating() {
    return this.iterators.length > 0;
  }

  /** Opens the main connection. @returns {Steps} */
  * open() {
    const { g } = this;
    this.file = g.weighted([[5, ''], [4, 'main.db']]);
    const name = this.file || g.pick([':memory:', ':memory:', ':memory:', '']);
    const options = ['timeout: 0', ...(g.chance(0.08) ? ['verbose: (sql) => s.note(sql)'] : [])];
    yield { source: `s.db = s.open(${JSON.stringify(name)}, { ${options.join(', ')} })`, kind: 'api open' };
    if (g.chance(0.15)) yield { source: 's.db.defaultSafeIntegers()', kind: 'api defaultSafeIntegers' };
    if (g.chance(0.05)) yield { source: 's.db.unsafeMode()', kind: 'api unsafeMode' };
  }

  /** Returns one of the ways to execute SQL once. @param {string} kind @param {string} sql @returns {Step} */
  executed(kind, sql) {
    const { g } = this;
    const text = JSON.stringify(sql);
    const reads = /^\s*(with|select|values)|returning/i.test(sql);
    const mode = g.weighted([
      [6, ''], [4, '.raw()'], [1, '.pluck()'], [1, '.expand()'], [2, '.safeIntegers()'], [1, '.raw().safeIntegers()'],
    ]);
    const statement = `s.db.prepare(${text})`;
    const source = reads
      ? g.weighted([
        [8, `${statement}${mode}.all()`], [2, `${statement}${mode}.get()`], [2, `[...${statement}${mode}.iterate()]`],
        [1, `${statement}.run()`], [1, `s.db.exec(${text})`],
        [2, `((q) => [q.columns(), q.reader, q.readonly, q${mode}.all()])(${statement})`],
      ])
      : g.weighted([[5, `${statement}.run()`], [3, `s.db.exec(${text})`], [1, `${statement}.safeIntegers().run()`]]);
    return { source, kind };
  }

  /**
   * Returns a step that shows SQLite's program or plan of a query, without addresses.
   * @param {string} sql
   * @returns {Step}
   */
  explained(sql) {
    const { g } = this;
    const plan = g.chance(0.5) ? 'query plan ' : '';
    return {
      source: `s.db.explain(${JSON.stringify(plan + sql)})`
        + '.map((row) => ({ ...row, p4: String(row.p4).replace(/^vtab:.*/, "vtab") }))',
      kind: 'explain',
    };
  }

  /** Ends the iterators, which keep the connection busy. @returns {Steps} */
  * release() {
    for (const name of this.iterators.splice(0)) yield { source: `s.${name}.return()`, kind: 'api iterator' };
  }

  /** @returns {Steps} */
  * any() {
    const { g } = this;
    // While an iterator is open, the connection executes nothing else.
    if (this.iterators.length > 0 && g.chance(0.25)) yield* this.release();
    const hasSlot = this.slots.length > 0 ? 1 : 0;
    const hasIterator = this.iterators.length > 0 ? 1 : 0;
    const step = g.weighted(/** @type {[number, () => Steps][]} */ ([
      [8, () => this.#prepare()],
      [24 * hasSlot, () => this.#use()],
      [4 * hasSlot, () => this.#iterate()],
      [14 * hasIterator, () => this.#advance()],
      [3 * hasSlot, () => this.#configure()],
      [3, () => this.#transaction()],
      [6, () => this.#define()],
      [2, () => this.#misuse()],
      [2, () => this.#properties()],
      [1, () => this.#copies()],
      [this.file ? 2 : 0, () => this.#other()],
      [g.chance(0.1) ? 1 : 0, () => this.#reopen()],
    ]));
    yield* step();
  }

  /** @returns {Steps} */
  * #prepare() {
    const { g, model } = this;
    const parameters = placeholders(g);
    const { kind, sql } = g.chance(0.5) && model.tablesOf('table').length > 0
      ? this.changes.any(parameters)
      : { kind: 'select', sql: this.queries.query(parameters) };
    const name = model.newName('q');
    const source = `s.${name} = s.db.prepare(${JSON.stringify(sql)})`;
    const { failed, value: statement } = yield { source, kind: 'api prepare' };
    if (failed) return;
    this.slots.push({
      name, kind: `kept ${kind}`, parameters: parametersOf(sql), reader: statement.reader, bound: false,
    });
    if (this.slots.length > MAX_SLOTS) this.slots.shift();
  }

  /** @param {Slot} slot */
  #arguments(slot) {
    const { g } = this;
    return slot.bound && g.chance(0.9) ? '' : argumentsFor(g, slot.parameters);
  }

  /** @returns {Steps} */
  * #use() {
    const { g } = this;
    const slot = g.pick(this.slots);
    const methods = slot.reader ? ['all', 'all', 'get', 'run'] : ['run'];
    const method = g.chance(0.04) ? g.pick(['all', 'get', 'run', 'iterate']) : g.pick(methods);
    const source = `s.${slot.name}.${method}(${this.#arguments(slot)})`;
    yield { source: method === 'iterate' ? `[...${source}]` : source, kind: slot.kind };
  }

  /** @returns {Steps} */
  * #iterate() {
    const { g } = this;
    const readers = this.slots.filter(({ reader }) => reader);
    if (readers.length === 0) return;
    const slot = g.pick(readers);
    const name = this.model.newName('i');
    const source = `s.${name} = s.${slot.name}.iterate(${this.#arguments(slot)})`;
    const { failed } = yield { source, kind: 'iterate' };
    if (!failed) this.iterators.push(name);
  }

  /** @returns {Steps} */
  * #advance() {
    const { g } = this;
    const name = g.pick(this.iterators);
    const method = g.chance(0.75) ? 'next' : 'return';
    const source = `s.${name}.${method}(${g.maybe(0.1, () => value(g))})`;
    const { failed, value: result } = yield { source, kind: 'api iterator' };
    if (failed || result?.done) this.iterators = this.iterators.filter((each) => each !== name);
  }

  /** Changes the modes or the bound parameters of a kept statement, or describes it. @returns {Steps} */
  * #configure() {
    const { g } = this;
    const slot = g.pick(this.slots);
    const method = g.pick(['pluck', 'raw', 'expand', 'safeIntegers', 'columns', 'bind', 'toString']);
    if (method === 'bind') {
      const { failed } = yield { source: `s.${slot.name}.bind(${argumentsFor(g, slot.parameters)})`, kind: 'api bind' };
      slot.bound ||= !failed;
      return;
    }
    const argument = ['columns', 'toString'].includes(method) ? '' : g.pick(['', 'true', 'false', 'undefined', '1']);
    yield { source: `s.${slot.name}.${method}(${argument})`, kind: `api ${method}` };
  }

  /**
   * Returns a transaction function: some statements, perhaps an exception, perhaps a nested transaction.
   * @param {number} depth
   * @returns {string}
   */
  #transactionSource(depth) {
    const { g } = this;
    const step = () => g.weighted(/** @type {[number, () => string][]} */ ([
      [6, () => this.executed('', this.changes.any().sql).source],
      [2, () => this.executed('', this.queries.query()).source],
      [1, () => 's.note(s.db.inTransaction)'],
      [1, () => `s.db.exec("${g.pick(['commit', 'rollback', 'savepoint inner', 'release inner', 'begin'])}")`],
      [1, () => `(() => { throw ${g.pick(['new Error("stop")', 'null', '5', 'new RangeError("no")'])}; })()`],
      [depth > 0 ? 2 : 0, () => this.#transactionSource(depth - 1)],
    ]))();
    const steps = g.many(1, 4, () => (
      g.chance(0.4) ? `try { s.note(${step()}); } catch (error) { s.note(error); }` : `s.note(${step()});`
    ));
    const mode = g.pick(['', '', '', '.immediate', '.exclusive', '.deferred']);
    const argument = g.maybe(0.3, () => value(g));
    return `s.db.transaction((...list) => { ${steps.join(' ')} return list; })${mode}(${argument})`;
  }

  /** @returns {Steps} */
  * #transaction() {
    yield { source: this.#transactionSource(1), kind: 'transaction function' };
  }

  /** @returns {Steps} */
  * #define() {
    const { g, model } = this;
    const choice = g.below(10);
    if (choice < 3) {
      const { signature, source } = defineFunction(g);
      const { failed } = yield { source, kind: 'api function' };
      if (!failed && !model.functions.includes(signature)) model.functions.push(signature);
    } else if (choice < 5) {
      const { signature, source } = defineAggregate(g);
      const { failed } = yield { source, kind: 'api aggregate' };
      if (!failed && !model.aggregates.includes(signature)) model.aggregates.push(signature);
    } else if (choice < 6) {
      const { name, source } = defineTable(g);
      const { failed } = yield { source, kind: 'api table' };
      if (!failed && !model.modules.includes(name)) model.modules.push(name);
    } else if (choice < 9) {
      yield* this.#callback();
    } else {
      yield { source: defineWrongly(g), kind: 'api define wrongly' };
    }
  }

  /** Executes SQL that calls an aggregate or a virtual table of the application. @returns {Steps} */
  * #callback() {
    const { g, model } = this;
    const makers = [
      ...(model.aggregates.length > 0 ? [() => aggregateQuery(g, model)] : []),
      ...(model.modules.length > 0 ? [() => tableQuery(g, model.modules)] : []),
    ];
    if (makers.length > 0) yield this.executed('callback', g.pick(makers)());
  }

  /** @returns {Steps} */
  * #misuse() {
    const { g } = this;
    const source = g.weighted([
      [6, g.pick(MISUSES)], [2, g.pick(CONSTRUCTIONS)],
      [2, `s.db.${g.pick(DATABASE_METHODS)}(${g.list(0, 3, () => anything(g))})`],
      [
        this.slots.length > 0 ? 4 : 0,
        `s.${this.slots[0]?.name}.${g.pick(STATEMENT_METHODS)}(${g.list(0, 3, () => anything(g))})`,
      ],
    ]);
    yield { source, kind: 'api misuse' };
    // The call may have begun or ended a transaction.
    yield { source: 's.db.inTransaction && s.db.exec("rollback")', kind: 'transaction' };
    this.model.savepoints = [];
  }

  /** @returns {Steps} */
  * #properties() {
    const { g } = this;
    const slot = this.slots.length > 0 ? `s.${g.pick(this.slots).name}` : 's.db';
    yield { source: g.pick([
      '({ ...s.db, name: 0 })', `({ ...${slot}, database: 0, name: 0 })`, `Object.keys(${slot})`, `String(${slot})`,
      's.db.inTransaction',
      's.db.prepare("select changes(), total_changes(), last_insert_rowid()").raw().get()',
    ]), kind: 'api properties' };
  }

  /** Copies the whole database. @returns {Steps} */
  * #copies() {
    const { g } = this;
    const copied = 's.copy.prepare("select name, sql from sqlite_schema").all()';
    const pages = g.pick(['undefined', '1', '3', 'Infinity', '1.6', '-1', '"x"']);
    yield { source: g.pick([
      `(s.copy = s.open(s.db.serialize())) && [${copied}, s.copy.pragma("integrity_check"), s.copy.close()]`,
      `(s.copy = s.open(s.db.serialize(), { readonly: true })) && [${copied}, s.copy.exec("create table x (a)")]`,
      `(s.copy = s.open(s.db.serialize().subarray(0, ${g.pick([100, 512, 5000, 9000])}))) && `
        + `[${copied}, s.copy.pragma("integrity_check"), s.copy.close()]`,
      `(s.copy = s.open(((bytes) => { bytes[${g.between(0, 99)}] = ${g.below(256)}; return bytes; })`
        + `(s.db.serialize()))) && [${copied}, s.copy.pragma("integrity_check"), s.copy.close()]`,
      `s.db.inTransaction || s.db.backup("copy.db")`,
      's.db.inTransaction || s.db.backup("copy.db", '
        + `{ progress: (state) => { s.note(state); return ${pages === '-1' ? '1' : pages}; } })`,
      `s.db.prepare("vacuum into ?").run("vacuumed${g.below(4)}.db")`,
    ]), kind: 'api copy' };
  }

  /** Uses a second connection to the same file. @returns {Steps} */
  * #other() {
    const { g } = this;
    if (!this.hasOther) {
      const options = `{ timeout: 0${g.maybe(0.3, () => ', readonly: true')} }`;
      yield { source: `s.other = s.open("main.db", ${options})`, kind: 'api open' };
    }
    this.hasOther = true;
    const sql = g.weighted([
      [3, g.pick([
        'begin', 'begin immediate', 'commit', 'rollback', 'pragma journal_mode', 'pragma wal_checkpoint', 'vacuum',
        'pragma user_version',
      ])],
      [3, this.queries.query()], [4, this.changes.any().sql],
    ]);
    const { source } = this.executed('other', sql);
    yield { source: source.replaceAll('s.db.', 's.other.'), kind: 'other connection' };
    if (g.chance(0.6)) yield { source: 's.other.inTransaction && s.other.exec("rollback")', kind: 'other connection' };
  }

  /** Closes the connection, uses the closed statements, and opens the database again. @returns {Steps} */
  * #reopen() {
    const { g, model } = this;
    const { failed } = yield { source: 's.db.close()', kind: 'api close' };
    for (const { name } of this.slots) {
      yield { source: `s.${name}.${g.pick(CLOSED_METHODS)}()`, kind: 'api closed' };
    }
    yield { source: g.pick(MISUSES), kind: 'api closed' };
    if (failed) return;
    this.slots = [];
    this.iterators = [];
    model.functions = [];
    model.aggregates = [];
    model.modules = [];
    model.savepoints = [];
    yield { source: `s.db = s.open(${JSON.stringify(this.file || ':memory:')}, { timeout: 0 })`, kind: 'api open' };
    const { failed: unreadable, value: rows } = yield { source: SCHEMA_QUERY, kind: 'select' };
    if (!unreadable) model.learn(rows);
  }
}

exports.Api = Api;
