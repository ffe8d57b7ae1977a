'use strict';

const { expression, leaf } = require('./expressions');
const { integer, literal, real, text } = require('./literals');
const { quotedName } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Column, Model, Table } from './model' */
/** @import { Queries } from './queries' */

/** Generates INSERT, UPDATE and DELETE statements. */
class Changes {
  /** @param {Choice} choice @param {Model} model @param {Queries} queries */
  constructor(choice, model, queries) {
    this.g = choice;
    this.model = model;
    this.queries = queries;
  }

  /** Returns a table, or rarely a view, whose triggers may make the change. @returns {Table} */
  #table() {
    const { g, model } = this;
    const views = model.tablesOf('view');
    return views.length > 0 && g.chance(0.05) ? g.pick(views) : g.pick(model.tablesOf('table'));
  }

  /**
   * Returns a value that the column probably accepts.
   * @param {Column} column
   * @param {string[]} [parameters]
   * @param {string[]} [columns]
   */
  #value({ type, key, notNull }, parameters, columns) {
    const { g } = this;
    if (parameters !== undefined && g.chance(0.5)) return g.pick(parameters);
    if (columns !== undefined && g.chance(0.6)) return g.pick(columns);
    if (g.chance(key ? 0.02 : 0.08)) return literal(g);
    if (notNull || key) {
      const keyText = () => `'key ${g.between(1, 999)}'`;
      return /int/i.test(type) ? String(g.between(1, 400)) : g.pick([() => text(g), keyText, keyText])();
    }
    if (/int/i.test(type)) return integer(g);
    if (/real|doub/i.test(type)) return real(g);
    if (/text|char/i.test(type)) return text(g);
    return g.chance(0.2) ? `(${expression(g, { columns: [] }, 2)})` : literal(g);
  }

  /** @param {Table} table */
  #columns({ columns }) {
    const { g } = this;
    const writable = columns.filter(({ writable: isWritable }) => isWritable);
    if (writable.length === 0) return columns;
    if (g.chance(0.5)) return writable;
    return writable.filter(({ key, notNull }) => (key && g.chance(0.5)) || notNull || g.chance(0.7));
  }

  /** @param {Table} table */
  #upsert(table) {
    const { g } = this;
    const columns = table.columns.filter(({ writable }) => writable).map(({ name }) => quotedName(name));
    const key = table.columns.filter((each) => each.key).map(({ name }) => quotedName(name));
    const target = key.length > 0 && g.chance(0.8) ? `(${key.join(', ')}) ` : '';
    if (columns.length === 0 || (target === '' && g.chance(0.5))) return ` on conflict ${target}do nothing`;
    const set = `${g.pick(columns)} = ${g.pick([`excluded.${g.pick(columns)}`, expression(g, { columns }, 1)])}`;
    const several = g.maybe(0.1, () => ` on conflict (${g.pick(columns)}) do nothing`);
    const where = g.maybe(0.3, () => ` where ${leaf(g, { columns })} is not ${literal(g)}`);
    return `${several} on conflict ${target}do update set ${set}${where}`;
  }

  /** @param {Table} table @param {number} probability */
  #returning(table, probability) {
    const { g } = this;
    const columns = table.columns.map(({ name }) => quotedName(name));
    return g.maybe(probability, () => (
      ` returning ${g.chance(0.4) ? '*' : g.list(1, 3, () => expression(g, { columns }, 1))}`
    ));
  }

  #or() {
    const resolutions = ['ignore', 'ignore', 'replace', 'replace', 'abort', 'fail', 'rollback'];
    return this.g.maybe(0.25, () => ` or ${this.g.pick(resolutions)}`);
  }

  /** @param {string[]} [parameters] */
  insert(parameters) {
    const { g } = this;
    const table = this.#table();
    const columns = this.#columns(table);
    const head = `${g.chance(0.06) ? 'replace' : `insert${this.#or()}`} into ${quotedName(table.name)}`;
    if (columns.length === 0) return `${head} default values${this.#returning(table, 0.3)}`;
    const names = columns.map(({ name }) => quotedName(name)).join(', ');
    const select = g.chance(0.12);
    const rows = select
      ? `select * from (${this.queries.select(columns.length, { depth: 1 })}) where true limit 12`
      : `values ${g.list(1, 4, () => `(${columns.map((column) => this.#value(column, parameters)).join(', ')})`)}`;
    return `${head} (${names}) ${rows}${g.maybe(0.2, () => this.#upsert(table))}${this.#returning(table, 0.15)}`;
  }

  /** @param {Table} table @param {string[]} [parameters] */
  #where(table, parameters) {
    const { g } = this;
    const columns = table.columns.map(({ name }) => quotedName(name));
    const scope = { columns, parameters, query: this.model.tables.length > 0 ? this.#subquery() : undefined };
    return g.pick([
      () => ` where ${leaf(g, scope)} ${g.pick(['=', '<', '>', 'is', '<>'])} ${leaf(g, scope)}`,
      () => ` where ${expression(g, scope, 2)}`,
      () => ` where ${leaf(g, { columns })} in (with w(c) as (values (1), (${literal(g)})) select c from w)`,
      () => (table.withoutRowid ? '' : ` where rowid % ${g.between(2, 5)} = ${g.below(3)}`),
    ])();
  }

  /** @returns {NonNullable<import('./expressions').Scope['query']>} */
  #subquery() {
    return (count, outer) => this.queries.select(count, { depth: 0, outer, limited: false });
  }

  /**
   * Returns a LIMIT clause; without ORDER BY, SQLite's own order decides.
   * @param {Table} table
   * @param {number} probability
   */
  #limit(table, probability) {
    const { g } = this;
    const columns = table.columns.map(({ name }) => quotedName(name));
    return g.maybe(probability, () => (
      `${g.maybe(0.6, () => ` order by ${g.pick(columns)} ${g.pick(['', 'desc'])}`)} limit ${g.between(0, 5)}`
      + `${g.maybe(0.2, () => ` offset ${g.between(0, 2)}`)}`
    ));
  }

  /** @param {string[]} [parameters] */
  update(parameters) {
    const { g } = this;
    const table = this.#table();
    const columns = this.#columns(table);
    if (columns.length === 0) return this.insert(parameters);
    const names = table.columns.map(({ name }) => quotedName(name));
    const set = g.some(columns).slice(0, 3).map((column) => {
      const plain = column.key || column.notNull || g.chance(0.5);
      const value = plain
        ? this.#value(column, parameters)
        : `substr(${expression(g, { columns: names }, 2)}, 1, 300)`;
      return `${quotedName(column.name)} = ${value}`;
    });
    const from = g.maybe(0.08, () => {
      const query = this.queries.select(2, { depth: 0, names: ['column1', 'column2'] });
      return ` from ${g.pick([`(values (1, 'one'), (2, 'two'))`, `(${query})`])} as other`;
    });
    const rest = from ? ' where other.column1 < 2' : this.#where(table, parameters);
    return `update${this.#or()} ${quotedName(table.name)} set ${set.join(', ')}${from}${rest}`
      + `${this.#returning(table, 0.12)}${from ? '' : this.#limit(table, 0.2)}`;
  }

  /** @param {string[]} [parameters] */
  delete(parameters) {
    const table = this.#table();
    return `delete from ${quotedName(table.name)}${this.#where(table, parameters)}`
      + `${this.#returning(table, 0.15)}${this.#limit(table, 0.6)}`;
  }

  /** Returns a random change and its kind. @param {string[]} [parameters] */
  any(parameters) {
    const { g } = this;
    const kind = g.weighted(/** @type {[number, 'insert' | 'update' | 'delete'][]} */ ([
      [6, 'insert'], [3, 'update'], [1, 'delete'],
    ]));
    return { kind, sql: this[kind](parameters) };
  }

  /**
   * Returns a change of few rows, for triggers: triggers fire triggers.
   * @param {string[]} columns those of the row that fired the trigger
   */
  small(columns) {
    const { g } = this;
    const table = this.#table();
    const own = this.#columns(table);
    const name = quotedName(table.name);
    if (own.length === 0) return `delete from ${name} where false`;
    const column = g.pick(own);
    return g.weighted(/** @type {[number, () => string][]} */ ([
      [3, () => `insert or ${g.pick(['ignore', 'replace', 'abort'])} into ${name} `
        + `(${own.map((each) => quotedName(each.name)).join(', ')}) `
        + `values (${own.map((each) => this.#value(each, undefined, each.key ? undefined : columns)).join(', ')})`],
      [3, () => `update or ignore ${name} set ${quotedName(column.name)} = ${this.#value(column, undefined, columns)} `
        + `where ${quotedName(g.pick(own).name)} = ${g.pick(columns)}`],
      [1, () => `delete from ${name} where ${quotedName(column.name)} = ${g.pick(columns)}`],
    ]))();
  }
}

exports.Changes = Changes;
