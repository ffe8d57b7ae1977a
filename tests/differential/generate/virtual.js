'use strict';

// Virtual tables: full-text search and R-Tree.

const { decimal, quoted } = require('./literals');

/** @import { Choice } from './choice' */
/** @import { Model, Table } from './model' */

const WORDS = [
  'one', 'two', 'three', 'quick', 'brown', 'fox', 'foxes', 'running', 'Éclair', 'été', '日本', 'a', 'the', 'x1', 'sqlite',
  'database', 'or', 'NEAR', "don't",
];

const TOKENIZERS = [
  'unicode61', 'porter', 'ascii', 'trigram', 'unicode61 remove_diacritics 2', "porter unicode61 tokenchars '_'",
];

const FTS5_COMMANDS = ['optimize', 'rebuild', 'integrity-check', 'delete-all'];

class VirtualTables {
  /** @param {Choice} choice @param {Model} model */
  constructor(choice, model) {
    this.g = choice;
    this.model = model;
  }

  /** @param {number} max */
  #words(max) {
    return quoted(this.g.many(0, max, () => this.g.pick(WORDS)).join(' '));
  }

  /**
   * Creates a table. `SCHEMA_QUERY` skips its shadow tables by their names: only SQLite itself writes and reads them.
   * @param {'text' | 'space'} kind
   */
  create(kind) {
    const { g, model } = this;
    // The names of the shadow tables begin with this name.
    const name = model.newName(kind === 'text' ? 'f_own_' : 'r_own_');
    const columns = (kind === 'text' ? ['a', 'b'] : ['id', 'x0', 'x1', 'y0', 'y1'])
      .map((each) => ({ name: each, type: '', writable: true, key: false, notNull: false }));
    model.tables.push({ name, kind, columns });
    if (kind === 'space') {
      const module = g.pick(['rtree', 'rtree', 'rtree_i32']);
      return `create virtual table ${name} using ${module}(id, x0, x1, y0, y1${g.maybe(0.4, () => ', +extra')})`;
    }
    if (g.chance(0.25)) {
      const tokenizer = g.maybe(0.4, () => `, tokenize=${g.pick(['simple', 'porter', 'unicode61'])}`);
      return `create virtual table ${name} using fts4(a, b${tokenizer}${g.maybe(0.3, () => ", prefix='2'")})`;
    }
    const options = [
      g.maybe(0.5, () => `, tokenize=${JSON.stringify(g.pick(TOKENIZERS))}`),
      g.maybe(0.3, () => ", prefix='2 3'"),
      g.maybe(0.2, () => `, detail=${g.pick(['full', 'column', 'none'])}`),
      g.maybe(0.1, () => ', columnsize=0'),
      g.maybe(0.1, () => ", content=''"),
    ];
    return `create virtual table ${name} using fts5(a, b${options.join('')})`;
  }

  /** @param {Table} table */
  #textChange({ name }) {
    const { g } = this;
    return g.weighted(/** @type {[number, () => string][]} */ ([
      [10, () => `insert into ${name} (a, b) values ${g.list(1, 4, () => `(${this.#words(12)}, ${this.#words(4)})`)}`],
      [2, () => `update ${name} set a = ${this.#words(6)} where rowid = ${g.between(1, 20)}`],
      [2, () => `delete from ${name} where rowid = ${g.between(1, 20)}`],
      [1, () => `insert into ${name} (${name}) values ('${g.pick(FTS5_COMMANDS)}')`],
      [1, () => {
        const option = g.pick(['merge', 'automerge', 'crisismerge', 'usermerge', 'pgsz']);
        return `insert into ${name} (${name}, rank) values ('${option}', ${g.pick([2, 4, 16, 64, 500])})`;
      }],
    ]))();
  }

  #match() {
    const { g } = this;
    const word = () => `${g.pick(WORDS.slice(0, 14))}${g.maybe(0.2, () => '*')}`;
    return quoted(g.pick([
      word,
      () => `${word()} ${g.pick(['AND', 'OR', 'NOT', ''])} ${word()}`,
      () => `a : ${word()}`,
      () => `"${g.pick(WORDS)} ${g.pick(WORDS)}"`,
      () => `NEAR(${g.pick(WORDS)} ${g.pick(WORDS)}, ${g.between(0, 5)})`,
      () => `^${word()}`,
      () => `{a b} : (${word()} OR ${word()})`,
      () => g.pick(['"', 'AND', '(', 'z : a', '', '*']),
    ])());
  }

  /** @param {Table} table */
  #textQuery({ name }) {
    const { g } = this;
    if (g.chance(0.1)) {
      const kind = g.pick(['row', 'col', 'instance']);
      return g.pick([
        `create virtual table if not exists v_own_${name} using fts5vocab(${name}, ${kind})`,
        `select * from v_own_${name} order by 1, 2 limit 30`,
        `create virtual table if not exists x_own_${name} using fts4aux(${name})`,
        `select * from x_own_${name} limit 20`,
      ]);
    }
    const result = g.pick([
      '*', 'rowid, a', `highlight(${name}, 0, '[', ']')`, `snippet(${name}, -1, '<', '>', '…', 4)`,
      `printf('%.9g', bm25(${name}, 2.0))`, `snippet(${name})`, `offsets(${name})`, 'count(*)',
      `hex(matchinfo(${name}, 'pcnalx'))`,
    ]);
    const condition = g.chance(0.9) ? `${name} match ${this.#match()}` : `rowid > ${g.between(0, 9)}`;
    const order = g.maybe(0.4, () => ` order by ${g.pick(['rank', 'rowid', 'rowid desc', 'a'])}`);
    return `select ${result} from ${name} where ${condition}${order} limit 20`;
  }

  /** @param {Table} table */
  #spaceChange({ name }) {
    const { g } = this;
    const pair = () => {
      const low = g.chance(0.1) ? decimal(g).replace(/e.*/, '') : String(g.between(-800, 800) / 8);
      return `${low}, ${low} + ${g.between(g.chance(0.05) ? -3 : 0, 90) / 8}`;
    };
    const row = () => `(${g.pick(['null', String(g.between(1, 99))])}, ${pair()}, ${pair()})`;
    return g.weighted([
      [8, () => `insert ${g.maybe(0.4, () => 'or replace ')}into ${name} (id, x0, x1, y0, y1) `
        + `values ${g.list(1, 8, row)}`],
      [2, () => `update ${name} set x1 = x1 + ${g.between(0, 50) / 8} where id % ${g.between(2, 9)} = 0`],
      [1, () => `delete from ${name} where id % ${g.between(3, 9)} = 1`],
    ])();
  }

  /** @param {Table} table */
  #spaceQuery({ name }) {
    const { g } = this;
    const term = () => (
      `${g.pick(['x0', 'x1', 'y0', 'y1', 'id'])} ${g.pick(['<', '<=', '>', '>=', '='])} ${g.between(-800, 800) / 8}`
    );
    const result = g.pick(['*', 'id', 'count(*), min(x0), max(y1)', `rtreecheck('${name}')`]);
    return `select ${result} from ${name} where ${g.many(1, 3, term).join(' and ')}`;
  }

  /** Returns a query on functions and tables that exist without being created. */
  builtin() {
    const { g } = this;
    const polygon = () => quoted(`[[0,0],[${g.between(1, 9)},0],[${g.between(0, 9)},${g.between(1, 9)}],[0,0]]`);
    return g.pick([
      () => `select geopoly_json(${polygon()}), geopoly_area(${polygon()}), `
        + `geopoly_overlap(${polygon()}, ${polygon()}), geopoly_within(${polygon()}, ${polygon()})`,
      () => `select geopoly_json(geopoly_bbox(${polygon()})), geopoly_ccw(${polygon()}), `
        + `geopoly_contains_point(${polygon()}, ${g.between(0, 5)}, 1.5), geopoly_svg(${polygon()})`,
      () => 'select name, pageno, pagetype, ncell, payload, unused from dbstat limit 30',
      () => `select * from pragma_table_xinfo('t${g.between(1, 5)}')`,
      () => 'select * from pragma_index_list limit 3',
      () => 'select m.name, x.name from sqlite_schema m, pragma_index_info(m.name) x order by 1, 2 limit 20',
      () => `select * from json_tree('[1,[2,{"a":3}]]') where ${g.pick(['atom', 'key', 'path', 'id'])} `
        + `is ${g.pick(['null', '1', "'a'", '2'])}`,
    ])();
  }

  /** @param {Table} table */
  change(table) {
    return table.kind === 'text' ? this.#textChange(table) : this.#spaceChange(table);
  }

  /** @param {Table} table */
  query(table) {
    return table.kind === 'text' ? this.#textQuery(table) : this.#spaceQuery(table);
  }
}

exports.VirtualTables = VirtualTables;
