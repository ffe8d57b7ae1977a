'use strict';

const { COLLATIONS, expression, leaf } = require('./expressions');
const { literal, quoted } = require('./literals');
const { quotedName } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Model, Table } from './model' */
/** @import { Queries } from './queries' */
/** @import { Changes } from './changes' */

const TYPES = [
  '', '', 'integer', 'int', 'real', 'text', 'blob', 'numeric', 'varchar(20)', 'double', 'decimal(10,2)', 'any', 'date',
  'boolean', 'Bigint',
];
const STRICT_TYPES = ['int', 'integer', 'real', 'text', 'blob', 'any'];
const COLUMN_NAMES = ['a', 'b', 'c', 'd', 'e', 'A b', 'order', 'é', 'x_y'];

/** Keeps rowids below the largest one, after which SQLite chooses them at random. */
const SMALL_KEY = 'check (id between -1000000000000000 and 1000000000000000)';

const isGenerated = (/** @type {string} */ column) => column.includes(' as (');

/** Generates schema changes. */
class Schema {
  /** @param {Choice} choice @param {Model} model @param {Queries} queries @param {Changes} changes */
  constructor(choice, model, queries, changes) {
    this.g = choice;
    this.model = model;
    this.queries = queries;
    this.changes = changes;
  }

  #conflict() {
    return this.g.maybe(0.15, () => ` on conflict ${this.g.pick(['rollback', 'abort', 'fail', 'ignore', 'replace'])}`);
  }

  /** @param {string} name @param {string[]} earlier @param {boolean} strict */
  #column(name, earlier, strict) {
    const { g, model } = this;
    const type = g.pick(strict ? STRICT_TYPES : TYPES);
    const others = { columns: earlier.length > 0 ? earlier : ['1'] };
    const parents = model.tablesOf('table')
      .filter(({ columns }) => columns.filter(({ key }) => key).length === 1 || g.chance(0.02));
    const extras = [
      g.maybe(0.1, () => `not null${this.#conflict()}${g.maybe(0.6, () => ` default ${literal(g)}`)}`),
      g.maybe(0.12, () => `unique${this.#conflict()}`),
      g.maybe(0.2, () => `default ${g.pick([() => literal(g), () => `(${expression(g, { columns: [] }, 1)})`])()}`),
      g.maybe(0.2, () => `collate ${g.pick(COLLATIONS)}`),
      g.maybe(0.1, () => `check (${name} ${g.pick(['is not', '<>', '<', 'not like'])} ${literal(g)})`),
      g.maybe(0.05, () => `check (${expression(g, { columns: [name, ...earlier] }, 1)} is not 0)`),
      parents.length > 0 ? g.maybe(0.06, () => this.#reference(g.pick(parents))) : '',
    ];
    const generated = g.maybe(0.1, () => (
      ` ${g.pick(['', 'generated always '])}as (${expression(g, others, 2)}) ${g.pick(['', 'stored', 'virtual'])}`
    ));
    return generated ? `${name} ${type}${generated}` : `${name} ${type} ${extras.join(' ')}`;
  }

  /** @param {Table} parent */
  #reference(parent) {
    const { g } = this;
    const key = parent.columns.find(({ key: isKey }) => isKey);
    const action = () => g.pick(['cascade', 'set null', 'set default', 'restrict', 'no action']);
    return `references ${quotedName(parent.name)}${key ? `(${quotedName(key.name)})` : ''}`
      + `${g.maybe(0.5, () => ` on delete ${action()}`)}${g.maybe(0.3, () => ` on update ${action()}`)}`
      + `${g.maybe(0.3, () => ' deferrable initially deferred')}`;
  }

  createTable() {
    const { g, model } = this;
    const name = model.newName(g.pick(['t', 't', 't', 'T', 'tä ']));
    if (model.tables.length > 0 && g.chance(0.06)) {
      return `create ${g.maybe(0.2, () => 'temp ')}table ${quotedName(name)} `
        + `as ${this.queries.select(2, { depth: 1, names: ['a', 'b'] })}`;
    }
    const strict = g.chance(0.15);
    const key = g.weighted([[5, 'rowid'], [2, 'autoincrement'], [2, 'text'], [5, 'none'], [2, 'compound']]);
    /** @type {string[]} */
    const columns = [];
    if (key === 'rowid') columns.push(`id integer primary key ${g.maybe(0.2, () => 'desc ')}${SMALL_KEY}`);
    if (key === 'autoincrement') columns.push('id integer primary key autoincrement');
    if (key === 'text') {
      const type = strict ? 'text' : g.pick(['text', 'blob', '', 'real']);
      columns.push(`id ${type} primary key${this.#conflict()}${g.maybe(0.3, () => ' collate nocase')}`);
    }
    /** @type {string[]} */
    const plain = [];
    for (const each of COLUMN_NAMES.slice(0, g.between(1, 6)).map(quotedName)) {
      columns.push(this.#column(each, plain, strict));
      if (!isGenerated(columns[columns.length - 1])) plain.push(each);
    }
    if (plain.length === 0) columns.push('plain');
    const constraints = this.#constraints(key, plain.length > 0 ? plain : ['plain']);
    const withoutRowid = (key === 'text' || key === 'compound') && g.chance(0.6);
    const options = [strict ? 'strict' : '', withoutRowid ? 'without rowid' : ''].filter(Boolean);
    const exists = g.maybe(0.1, () => 'if not exists ');
    const definitions = [...columns, ...constraints].join(', ');
    return `create table ${exists}${quotedName(name)} (${definitions}) ${options.join(', ')}`;
  }

  /** @param {string} key @param {string[]} plain */
  #constraints(key, plain) {
    const { g } = this;
    return [
      key === 'compound' ? `primary key (${g.some(plain).join(', ')})${this.#conflict()}` : '',
      g.maybe(0.1, () => `constraint "named ${g.below(9)}" unique (${g.some(plain).join(', ')})${this.#conflict()}`),
      g.maybe(0.08, () => `constraint positive check (${expression(g, { columns: plain }, 1)} is not ${literal(g)})`),
    ].filter(Boolean);
  }

  createIndex() {
    const { g, model } = this;
    const table = g.pick(model.tablesOf('table'));
    const columns = table.columns.map(({ name }) => quotedName(name));
    const calculated = () => `(${expression(g, { columns, functions: g.chance(0.1) ? model.functions : [] }, 1)})`;
    const term = () => (
      `${g.chance(0.8) ? g.pick(columns) : calculated()}${g.maybe(0.2, () => ` collate ${g.pick(COLLATIONS)}`)}`
      + `${g.pick(['', '', ' desc'])}`
    );
    const where = g.maybe(0.2, () => ` where ${leaf(g, { columns })} ${g.pick(['>', 'is not', '<>'])} ${literal(g)}`);
    return `create ${g.maybe(0.15, () => 'unique ')}index ${model.newName('i')} on ${quotedName(table.name)} `
      + `(${g.list(1, 3, term)})${where}`;
  }

  createView() {
    const { g, model, queries } = this;
    const name = model.newName('v');
    const count = g.between(1, 3);
    const names = Array.from({ length: count }, (_, i) => `c${i}`);
    const sql = `create view ${name}(${names.join(', ')}) as ${queries.select(count, { depth: 1 })}`;
    const columns = names.map((each) => ({ name: each, type: '', writable: false, key: false, notNull: false }));
    model.tables.push({ name, kind: 'view', columns });
    return sql;
  }

  createTrigger() {
    const { g, model, changes } = this;
    const table = g.pick(model.tablesOf('table', 'view'));
    const event = g.pick(['insert', 'update', 'delete']);
    const time = table.kind === 'view' ? 'instead of' : g.pick(['before', 'after', 'after', 'after']);
    const rows = event === 'insert' ? ['new'] : event === 'delete' ? ['old'] : ['old', 'new'];
    const columns = rows.flatMap((row) => table.columns.map(({ name }) => `${row}.${quotedName(name)}`));
    const of = event === 'update' ? g.maybe(0.3, () => ` of ${quotedName(g.pick(table.columns).name)}`) : '';
    const when = g.maybe(0.4, () => ` when ${expression(g, { columns, functions: model.functions }, 1)}`);
    const raised = () => (
      `select raise(${g.pick(['abort', 'fail', 'rollback'])}, ${quoted(`raised ${g.below(9)}`)}) `
      + `where ${leaf(g, { columns })} ${g.pick(['=', '<', '>', 'is not'])} ${literal(g)}`
    );
    const ignored = () => `select raise(ignore) where ${leaf(g, { columns })} is ${literal(g)}`;
    const steps = g.many(1, 2, () => g.weighted([[8, () => changes.small(columns)], [1, raised], [1, ignored]])());
    return `create ${g.maybe(0.05, () => 'temp ')}trigger ${model.newName('g')} ${time} ${event}${of} `
      + `on ${quotedName(table.name)} for each row${when} begin ${steps.join('; ')}; end`;
  }

  alter() {
    const { g, model } = this;
    const table = g.pick(model.tablesOf('table', 'view'));
    const column = quotedName(g.pick(table.columns).name);
    const change = g.weighted(/** @type {[number, () => string][]} */ ([
      [2, () => `rename to ${quotedName(model.newName('t'))}`],
      [3, () => `rename column ${column} to ${quotedName(model.newName(g.pick(['n', 'N ', 'ö'])))}`],
      [4, () => `add column ${this.#column(model.newName('c'), [], false)}`],
      [3, () => `drop column ${column}`],
      [1, () => `alter column ${column} ${g.pick(['set not null', 'drop not null'])}`],
    ]))();
    return `alter table ${quotedName(table.name)} ${change}`;
  }

  drop() {
    const { g, model } = this;
    const [kind, names] = g.pick([
      ['table', model.tablesOf('table').map(({ name }) => name)],
      ['view', model.tablesOf('view').map(({ name }) => name)],
      ['index', model.indexes], ['index', model.indexes], ['trigger', model.triggers], ['trigger', model.triggers],
    ]);
    if (names.length === 0) return `drop ${kind} if exists absent`;
    return `drop ${kind} ${g.maybe(0.3, () => 'if exists ')}${quotedName(g.pick(names))}`;
  }
}

exports.Schema = Schema;
