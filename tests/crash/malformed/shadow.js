'use strict';

// Damage done through SQL. The file format stays valid, but the content of shadow tables or of the schema does not.

const { EXTREMES } = require('./bytes');

/** @import { Random } from '../../support/random' */
/** @import { Exercise } from './exercise' */

/** Shadow tables and other internal ones, a column whose content only their owner understands, and the key. */
const SHADOWS = [
  ['f5_data', 'block', 'id'], ['f5_idx', 'term', 'segid'], ['f5_config', 'v', 'k'], ['f5_docsize', 'sz', 'id'],
  ['f5_content', 'c0', 'id'], ['f4_segments', 'block', 'blockid'], ['f4_segdir', 'root', 'level'],
  ['f4_segdir', 'end_block', 'level'], ['f4_segdir', 'leaves_end_block', 'level'], ['f4_docsize', 'size', 'docid'],
  ['f4_stat', 'value', 'id'], ['r_node', 'data', 'nodeno'], ['r_parent', 'parentnode', 'nodeno'],
  ['r_rowid', 'nodeno', 'rowid'], ['p_node', 'data', 'nodeno'], ['p_rowid', 'nodeno', 'rowid'],
  ['sqlite_stat1', 'stat', 'tbl'], ['sqlite_stat4', 'sample', 'tbl'],
];

/** @param {Random} random */
function someBytes(random) {
  const bytes = Array.from({ length: 1 + random.below(3) }, () => (
    random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)])));
  return Buffer.from(bytes).toString('hex');
}

/** @param {Random} random @param {string} table @param {string} column */
function badValue(random, table, column) {
  const bytes = someBytes(random);
  const at = `abs(random()) % (length(${column}) + 1)`;
  return random.pick([
    `cast(substr(${column}, 1, ${random.below(60)}) || x'${bytes}' as blob)
      || substr(${column}, ${random.below(60) + 1 + bytes.length / 2})`,
    `cast(substr(${column}, 1, ${at}) as blob)`,
    `(select ${column} from ${table} order by random() limit 1)`,
    String(random.pick(EXTREMES)), String(-random.pick(EXTREMES)), 'null', `x'${bytes}'`, `${column} + 1`, "''",
  ]);
}

/** @param {Exercise} exercise @param {Random} random */
function damageShadow(exercise, random) {
  const name = random.pick(SHADOWS);
  const [table, column, key] = name;
  exercise.try(`update ${table} set ${column} = ${badValue(random, table, column)}
    where ${key} in (select ${key} from ${table} order by random() limit ${1 + random.below(4)})`);
}

/** @param {Exercise} exercise @param {Random} random */
function damageSchema(exercise, random) {
  const root = random.pick([
    '0', '1', '2', 'rootpage + 1', '(select rootpage from sqlite_schema order by random() limit 1)',
    String(random.pick(EXTREMES)), 'null', "'x'",
  ]);
  const at = random.below(80);
  const letter = random.pick([
    "'('", "')'", "','", "' '", "'a'", "'''x'", "char(0)", "'unique'", "'primary key'", "'--'",
  ]);
  const change = random.pick([
    `rootpage = ${root}`, `rootpage = ${root}`,
    `sql = substr(sql, 1, ${at}) || ${letter} || substr(sql, ${at + 1 + random.below(3)})`,
    `sql = (select sql from sqlite_schema order by random() limit 1)`,
    `name = (select name from sqlite_schema order by random() limit 1)`,
    `type = ${random.pick(["'index'", "'table'", "'view'", "'trigger'", 'null'])}`,
    `tbl_name = (select name from sqlite_schema order by random() limit 1)`, 'sql = null',
  ]);
  exercise.try(`pragma writable_schema = on; update sqlite_schema set ${change}
    where rowid in (select rowid from sqlite_schema order by random() limit 1)`);
  exercise.try('pragma writable_schema = reset');
}

/**
 * Damages a database through an open connection.
 * @param {Exercise} exercise
 * @param {Random} random
 */
function damageThroughSql(exercise, random) {
  exercise.client.disableDefensiveMode();
  for (let i = random.pick([1, 2, 4]); i > 0; i -= 1) {
    random.pick([damageShadow, damageShadow, damageSchema])(exercise, random);
  }
}

module.exports = { damageThroughSql };
