'use strict';

const { aggregateCall } = require('./functions');
const { expression, leaf, COLLATIONS } = require('./expressions');
const { jsonTable } = require('./json');
const { literal } = require('./literals');
const { quotedName } = require('./model');

/** @import { Choice } from './choice' */
/** @import { Scope } from './expressions' */
/** @import { Model } from './model' */

/** @typedef {{ sql: string, columns: string[] }} Source a term of FROM, and its columns */

/** Generates queries on the tables of a model. */
class Queries {
  /** @param {Choice} choice @param {Model} model */
  constructor(choice, model) {
    this.g = choice;
    this.model = model;
  }

  /** @param {string} alias @param {string[]} ctes `name/columns` @param {number} depth @returns {Source} */
  #source(alias, ctes, depth) {
    const { g, model } = this;
    const tables = model.tablesOf('table', 'view');
    return g.weighted(/** @type {[number, () => Source][]} */ ([
      [tables.length > 0 ? 12 : 0, () => this.#table(alias)],
      [ctes.length * 5, () => {
        const [name, count] = g.pick(ctes).split('/');
        const columns = Array.from({ length: Number(count) }, (_, i) => `${alias}.c${i}`);
        return { sql: `${name} as ${alias}`, columns };
      }],
      [depth > 0 ? 2 : 0, () => {
        const count = g.between(1, 3);
        const names = Array.from({ length: count }, (_, i) => `c${i}`);
        const inner = this.select(count, { depth: depth - 1, names });
        return { sql: `(${inner}) as ${alias}`, columns: names.map((name) => `${alias}.${name}`) };
      }],
      [1, () => {
        const { source, columns } = jsonTable(g);
        return { sql: `${source} as ${alias}`, columns: columns.map((name) => `${alias}.${name}`) };
      }],
      [2, () => ({
        sql: `(values ${g.list(1, 4, () => `(${literal(g)}, ${literal(g)})`)}) as ${alias}`,
        columns: [`${alias}.column1`, `${alias}.column2`],
      })],
    ]))();
  }

  /** @param {string} alias @returns {Source} */
  #table(alias) {
    const { g, model } = this;
    const table = g.pick(model.tablesOf('table', 'view'));
    const columns = table.columns.map(({ name }) => `${alias}.${quotedName(name)}`);
    if (table.kind === 'table' && !table.withoutRowid && g.chance(0.3)) columns.push(`${alias}.rowid`);
    const index = g.maybe(table.kind === 'table' ? 0.03 : 0, () => ' not indexed');
    return { sql: `${quotedName(table.name)} as ${alias}${index}`, columns };
  }

  /**
   * @param {string[]} ctes
   * @param {number} depth
   * @param {boolean} inner whether the query runs for every row of another one, so that joins would take too long
   * @returns {Source}
   */
  #from(ctes, depth, inner) {
    const { g } = this;
    const prefix = inner ? `s${g.below(90)}_` : 't';
    const first = this.#source(`${prefix}0`, ctes, depth);
    let { sql } = first;
    const columns = [...first.columns];
    const joins = inner ? g.weighted([[9, 0], [1, 1]]) : g.weighted([[6, 0], [4, 1], [depth > 0 ? 1 : 0, 2]]);
    for (let i = 1; i <= joins; i += 1) {
      const next = this.#source(`${prefix}${i}`, ctes, depth - 1);
      columns.push(...next.columns);
      const operators = ['=', '=', '=', '<', 'is'];
      const on = () => `on ${leaf(g, { columns: next.columns })} ${g.pick(operators)} ${leaf(g, { columns })}`;
      sql += g.pick([
        () => `, ${next.sql}`,
        () => ` cross join ${next.sql}`,
        () => ` natural ${g.pick(['', 'left '])}join ${next.sql}`,
        () => ` join ${next.sql} ${on()}`,
        () => ` left join ${next.sql} ${on()}`,
        () => ` left join ${next.sql} ${on()}`,
        () => ` ${g.pick(['right', 'full', 'full outer'])} join ${next.sql} ${on()}`,
        () => ` inner join ${next.sql} ${on()}`,
        () => ` ${g.pick(['', 'left ', 'full '])}join ${next.sql} using (${g.pick(columns).replace(/^.*\./, '')})`,
      ])();
    }
    return { sql, columns };
  }

  /** @param {number} depth @param {string[]} ctes @returns {string} */
  #cte(depth, ctes) {
    const { g } = this;
    const name = `w${ctes.length}`;
    const hint = g.pick(['', '', 'materialized ', 'not materialized ']);
    if (g.chance(0.4)) {
      ctes.push(`${name}/2`);
      const next = expression(g, { columns: ['c0', 'c1'] }, 1);
      // Without this limit, texts that contain their predecessor several times would soon fill the memory.
      const step = `select c0 + ${g.between(1, 3)}, iif(length(${next}) < 100, ${next}, c0) from ${name}`;
      const order = g.maybe(0.2, () => ` order by ${g.pick(['1 desc', '2', '1'])}`);
      return `${name}(c0, c1) as ${hint}(select ${g.between(-2, 2)}, ${literal(g)} ${g.pick(['union', 'union all'])} `
        + `${step} where c0 < ${g.between(3, 25)}${order} limit 40)`;
    }
    const count = g.between(1, 3);
    const names = Array.from({ length: count }, (_, i) => `c${i}`);
    const query = this.select(count, { depth: depth - 1, names });
    ctes.push(`${name}/${count}`);
    return `${name}(${names.join(', ')}) as ${hint}(${query})`;
  }

  /** @param {number} count @param {Scope} scope */
  #order(count, scope) {
    const { g } = this;
    const term = () => (
      `${g.chance(0.5) ? String(g.between(1, count)) : leaf(g, scope)}`
      + `${g.maybe(0.15, () => ` collate ${g.pick(COLLATIONS)}`)}`
      + `${g.pick(['', '', ' asc', ' desc'])}${g.maybe(0.1, () => ` nulls ${g.pick(['first', 'last'])}`)}`
    );
    return ` order by ${g.list(1, 3, term)}`;
  }

  /** @param {number} probability */
  #limit(probability) {
    const { g } = this;
    const offset = () => g.maybe(0.3, () => ` offset ${g.between(0, 4)}`);
    return g.maybe(probability, () => ` limit ${g.pick([0, 1, 3, 10, 30, -1])}${offset()}`);
  }

  /** @param {number} count @param {Scope} scope @param {string[]} [names] @param {number} [depth] */
  #results(count, scope, names, depth = 2) {
    const { g } = this;
    return Array.from({ length: count }, (_, i) => {
      const alias = () => ` as ${g.pick(['x', 'y', '"a b"', 'X', '"0"', '"é"'])}`;
      const name = names ? ` as ${names[i]}` : g.maybe(0.2, alias);
      return expression(g, scope, depth) + name;
    }).join(', ');
  }

  /**
   * Returns one SELECT without ORDER BY and LIMIT, and the scope of its expressions.
   * @param {number} count the number of columns
   * @param {{ depth: number, names?: string[], ctes: string[], outer?: Scope }} options
   */
  #core(count, { depth, names, ctes, outer }) {
    const { g, model } = this;
    const from = this.#from(ctes, depth, outer !== undefined);
    const scope = {
      columns: outer && g.chance(0.6) ? [...from.columns, ...outer.columns] : from.columns,
      functions: model.functions,
      parameters: outer?.parameters,
      ...(depth > 0 && { query: this.#subqueries(depth - 1) }),
    };
    const where = g.maybe(0.5, () => ` where ${expression(g, scope, 2)}`);
    const style = g.weighted([[6, 'rows'], [3, 'groups'], [2, 'windows'], [1, 'one']]);
    const uses = { windows: style === 'windows', aggregates: style === 'groups' || style === 'one' };
    const results = this.#results(count, { ...scope, ...uses }, names);
    const having = () => (
      ` having ${aggregateCall(g, () => leaf(g, from))} ${g.pick(['>', '<>', 'is not'])} ${literal(g)}`
    );
    const group = style === 'groups'
      ? ` group by ${g.list(1, 2, () => expression(g, { columns: from.columns }, 1))}${g.maybe(0.3, having)}`
      : '';
    return { sql: `select ${g.maybe(0.1, () => 'distinct ')}${results} from ${from.sql}${where}${group}`, scope };
  }

  /** @param {number} depth @returns {NonNullable<Scope['query']>} */
  #subqueries(depth) {
    return (count, outer) => this.select(count, { depth, outer, limited: false });
  }

  /**
   * Returns a query with `count` columns.
   * @param {number} count
   * @param {{ depth: number, names?: string[], outer?: Scope, limited?: boolean }} options
   * @returns {string}
   */
  select(count, { depth, names, outer, limited = true }) {
    const { g } = this;
    /** @type {string[]} */
    const ctes = [];
    const head = g.maybe(depth > 1 ? 0.2 : 0, () => {
      const parts = g.many(1, 2, () => this.#cte(depth, ctes));
      return `with ${g.pick(['', 'recursive '])}${parts.join(', ')} `;
    });
    const options = { depth, names, ctes, outer };
    if (depth > 0 && g.chance(0.15)) {
      const operators = ['union', 'union all', 'intersect', 'except'];
      const parts = g.many(1, 2, () => ` ${g.pick(operators)} ${this.#core(count, options).sql}`);
      const term = () => `${g.between(1, count)} ${g.pick(['', 'desc'])}`;
      const order = g.maybe(limited ? 0.5 : 0, () => ` order by ${g.list(1, 2, term)}`);
      return `${head}${this.#core(count, options).sql}${parts.join('')}${order}${this.#limit(limited ? 0.3 : 0)}`;
    }
    const { sql, scope } = this.#core(count, options);
    if (!limited) return head + sql;
    return `${head}${sql}${g.maybe(0.45, () => this.#order(count, scope))}${this.#limit(0.4)}`;
  }

  /** Returns a whole query. @param {string[]} [parameters] */
  query(parameters) {
    const { g } = this;
    const outer = parameters && { columns: [], parameters };
    if (g.chance(0.04)) return `values ${g.list(1, 4, () => `(${literal(g)}, ${expression(g, { columns: [] }, 2)})`)}`;
    if (g.chance(0.01)) return `select ${g.list(100, 300, () => literal(g))}`;
    if (g.chance(0.18)) {
      const scope = { columns: [], parameters, functions: this.model.functions };
      return `select ${this.#results(g.between(1, 3), scope, undefined, 4)}`;
    }
    if (g.chance(0.06) && this.model.tables.length > 0) {
      return `select * from ${quotedName(g.pick(this.model.tables).name)}${this.#limit(0.3)}`;
    }
    return this.select(g.between(1, 4), { depth: 2, outer });
  }
}

exports.Queries = Queries;
