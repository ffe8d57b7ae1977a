'use strict';

// Random tables of the module vec0: their columns, and statements on them.

const { malformed, TYPES, vector } = require('./vectors');

/** @typedef {import('../../support/random').Random} Random */
/** @typedef {import('./vectors').Argument} Argument */
/** @typedef {{ name: string, type: import('./vectors').Type, dimensions: number, sql: string }} VectorColumn */
/** @typedef {{ name: string, type: string, sql: string }} Column */
/** @typedef {{ key: string, textKey: boolean, vectors: VectorColumn[], partitions: Column[], metadata: Column[],
 *   auxiliary: Column[], sql: string }} Table */
/** @typedef {{ sql: string, values: unknown[] }} Statement */

const METRICS = { float: ['', 'l2', 'l1', 'cosine'], int8: ['', 'l2', 'l1', 'cosine'], bit: [''] };

/** Longer ones are stored outside of the chunk. */
const TEXTS = ['', 'a', 'b', 'hello', 'hello world!', 'hello world, and more', 'hello world, and less', 'ü', '日本'];

/** @param {Random} random @param {number} index @returns {VectorColumn} */
function vectorColumn(random, index) {
  const type = random.pick(TYPES);
  const dimensions = type === 'bit' ? 8 * (1 + random.below(9)) : random.pick([1, 2, 3, 7, 8, 15, 16, 17, 32, 50]);
  const metric = random.pick(METRICS[type]);
  const name = `v${index}`;
  return { name, type, dimensions, sql: `${name} ${type}[${dimensions}]${metric && ` distance_metric=${metric}`}` };
}

/**
 * @param {Random} random
 * @param {string} prefix
 * @param {number} count
 * @param {string[]} types
 * @param {(name: string, type: string) => string} sqlOf
 * @returns {Column[]}
 */
const columns = (random, prefix, count, types, sqlOf) => Array.from({ length: count }, (_, index) => {
  const [name, type] = [`${prefix}${index}`, random.pick(types)];
  return { name, type, sql: sqlOf(name, type) };
});

/** @param {Random} random @returns {Table} */
function table(random) {
  const key = random.pick(['', '', 'id integer primary key', 'id text primary key']);
  const vectors = Array.from({ length: 1 + random.below(3) }, (_, index) => vectorColumn(random, index));
  const partitions = columns(random, 'p', random.below(3), ['text', 'integer'], (n, t) => `${n} ${t} partition key`);
  const kinds = ['text', 'integer', 'float', 'boolean'];
  const metadata = columns(random, 'm', random.below(5), kinds, (n, t) => `${n} ${t}`);
  const auxiliary = columns(random, 'x', random.below(3), ['text', 'integer', 'float', 'blob'], (n, t) => `+${n} ${t}`);
  const parts = [...vectors, ...partitions, ...metadata, ...auxiliary].map(({ sql }) => sql);
  const size = random.pick(['', 'chunk_size=8', 'chunk_size=16', 'chunk_size=64']);
  const sql = `create virtual table t using vec0(${[key, ...parts, size].filter(Boolean).join(', ')})`;
  return { key: key && 'id', textKey: key.includes('text'), vectors, partitions, metadata, auxiliary, sql };
}

/** Returns a key that is often used already. @param {Random} random @param {Table} of */
function keyValue(random, { textKey }) {
  const number = BigInt(random.below(40));
  return textKey === random.chance(0.97) ? `k${number}` : number;
}

/** @param {Random} random @param {string} type */
function plainValue(random, type) {
  if (random.chance(0.02)) return random.pick([null, 'x', 1.5, Buffer.from('x'), 2n ** 40n]);
  if (type === 'text') return random.pick(TEXTS);
  if (type === 'integer') return BigInt(random.below(9)) - 4n;
  if (type === 'float') return random.pick([0.5, -1.25, 3e10, 7.5]);
  return type === 'boolean' ? BigInt(random.below(2)) : Buffer.from(random.pick(TEXTS));
}

/** @param {Random} random @param {VectorColumn} column @returns {Argument} */
function vectorValue(random, { type, dimensions }) {
  if (random.chance(0.03)) return malformed(random);
  if (random.chance(0.02)) return vector(random, random.pick(TYPES), 8 * (1 + random.below(4)));
  return vector(random, type, dimensions);
}

/** @param {Random} random @param {Table} of @returns {Statement} */
function insert(random, of) {
  const { key, vectors, partitions, metadata, auxiliary } = of;
  const cells = [
    ...(random.chance(0.8) ? [[key || 'rowid', { sql: '?', value: keyValue(random, of) }]] : []),
    ...vectors.map((column) => [column.name, vectorValue(random, column)]),
    ...[...partitions, ...metadata, ...auxiliary].map(({ name, type }) => (
      [name, { sql: '?', value: plainValue(random, type) }])),
  ];
  const names = cells.map(([name]) => name).join(', ');
  const marks = cells.map(([, { sql }]) => sql).join(', ');
  const verb = random.pick(['insert', 'insert', 'insert', 'insert or replace']);
  return { sql: `${verb} into t(${names}) values (${marks})`, values: cells.map(([, { value }]) => value) };
}

/** @param {Random} random @param {Table} of @returns {Statement} */
function update(random, of) {
  const isVector = random.chance(0.4);
  const all = [...of.partitions, ...of.metadata, ...of.auxiliary, ...of.vectors];
  const column = random.pick(isVector ? of.vectors : all);
  const cell = 'dimensions' in column
    ? vectorValue(random, column) : { sql: '?', value: plainValue(random, column.type) };
  return {
    sql: `update t set ${column.name} = ${cell.sql} where ${of.key || 'rowid'} = ?`,
    values: [cell.value, keyValue(random, of)],
  };
}

/** @param {Random} random @param {Table} of @returns {Statement} */
const remove = (random, of) => ({
  sql: `delete from t where ${of.key || 'rowid'} = ?`,
  values: [keyValue(random, of)],
});

/** Returns a value to compare a column with. Native ends the process where a text is compared with NULL. */
const operand = (/** @type {Random} */ random, /** @type {string} */ type) => plainValue(random, type) ?? 'null';

/** Returns conditions beside the one on the vector. @param {Random} random @param {Table} of @returns {Statement[]} */
function filters(random, { partitions, metadata }) {
  const found = [];
  for (const { name, type } of [...partitions, ...metadata]) {
    if (random.chance(0.4)) {
      const operators = type === 'boolean' ? ['=', '!='] : ['=', '!=', '<', '<=', '>', '>='];
      found.push({ sql: `${name} ${random.pick(operators)} ?`, values: [operand(random, type)] });
    } else if (random.chance(0.15)) {
      const values = Array.from({ length: 1 + random.below(4) }, () => operand(random, type));
      found.push({ sql: `${name} in (${values.map(() => '?').join(', ')})`, values });
    }
  }
  if (random.chance(0.15)) {
    const values = Array.from({ length: 1 + random.below(20) }, () => BigInt(random.below(40)));
    found.push({ sql: `rowid in (${values.map(() => '?').join(', ')})`, values });
  }
  return found;
}

/** @param {Random} random @param {Table} of @returns {Statement} */
function nearest(random, of) {
  const column = random.pick(of.vectors);
  const { sql, value } = vectorValue(random, column);
  const k = random.chance(0.9) ? random.pick([1n, 3n, 10n, 50n]) : random.pick([0n, -1n, 4097n]);
  const others = filters(random, of);
  const asLimit = random.chance(0.3);
  const count = asLimit ? [] : ['k = ?'];
  const conditions = [`${column.name} match ${sql}`, ...others.map((filter) => filter.sql), ...count];
  const ending = `${random.pick(['', 'order by distance '])}${asLimit ? 'limit ?' : ''}`;
  return {
    sql: `select ${of.key || 'rowid'}, distance, * from t where ${conditions.join(' and ')} ${ending}`,
    values: [value, ...others.flatMap((filter) => filter.values), k],
  };
}

/** @param {Random} random @param {Table} of @returns {Statement} */
const point = (random, of) => ({
  sql: `select ${of.key || 'rowid'}, * from t where ${of.key || 'rowid'} = ?`,
  values: [keyValue(random, of)],
});

/** @param {Random} _ @param {Table} of @returns {Statement} */
const all = (_, { key }) => ({ sql: `select ${key || 'rowid'}, * from t`, values: [] });

/** The kinds of statements, as often as they are chosen. */
const STATEMENTS = [
  insert, insert, insert, insert, insert, update, update, remove, nearest, nearest, nearest, point, all,
];

/** Returns a random statement on a table. @param {Random} random @param {Table} of */
const statement = (random, of) => random.pick(STATEMENTS)(random, of);

module.exports = { statement, table };
