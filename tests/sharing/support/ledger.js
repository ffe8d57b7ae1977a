'use strict';

// Tables that prove their own consistency. Each writer has entries with consecutive numbers, and one row in `states`
// with their range, the sum of their values and the number of the last transaction. Both change in the same
// transactions, so an audit shows at any time whether a transaction is missing or partial.

/** @import { Random } from '../../support/random' */

/**
 * The row of one writer: `seq` is the number of its last transaction, its entries have the numbers from `low` to
 * `high - 1`, and `sum` is the sum of their `v`, which counts updates.
 * @typedef {{ seq: number, low: number, high: number, sum: number }} State
 */

const SCHEMA = `
  create table if not exists states (who text primary key, seq, low, high, sum);
  create table if not exists entries (id integer primary key, who text, n int, v int, pad text, unique (who, n));`;

const AUDIT = `
  select who, seq, low, high, sum, count(n), min(n), max(n), total(v), total(pad not glob n || ':' || v || ':x*')
  from states left join entries using (who) group by who order by who`;

/** @type {State} */
const EMPTY = { seq: 0, low: 0, high: 0, sum: 0 };

/** Returns what is wrong with the rows of an audit, or null. @param {any[][]} rows */
function faultOf(rows) {
  for (const row of rows) {
    const [, , low, high, sum, count, first, last, changes, wrong] = row;
    const exact = count === 0 || (first === low && last === high - 1);
    if (count !== high - low || !exact || changes !== sum || wrong !== 0) return `inconsistent: ${JSON.stringify(row)}`;
  }
  return null;
}

/** Returns one writer's state in the rows of an audit. @param {any[][]} rows @param {string} who @returns {State} */
function stateIn(rows, who) {
  const row = rows.find(([name]) => name === who);
  return row ? { seq: row[1], low: row[2], high: row[3], sum: row[4] } : EMPTY;
}

/** The statements of one writer, prepared on one connection. */
class Ledger {
  /**
   * @param {import('better-sqlite3').Database} db
   * @param {string} who
   */
  constructor(db, who) {
    this.who = who;
    this.audits = db.prepare(AUDIT).raw();
    this.inserts = db.prepare("insert into entries (who, n, v, pad) values (?, ?, 0, ? || ':0:' || ?)");
    this.updates = db.prepare(
      "update entries set v = v + 1, pad = n || ':' || (v + 1) || ':' || ? where who = ? and n between ? and ?",
    );
    this.deletes = db.prepare('delete from entries where who = ? and n < ? returning v').pluck();
    this.states = db.prepare('insert or replace into states values (?, ?, ?, ?, ?)');
  }

  /** @returns {any[][]} */
  audit() {
    return this.audits.all();
  }

  /**
   * Inserts, updates and deletes random entries of the writer, and returns its new state.
   * @param {State} state @param {Random} random @param {{ maxEntries: number, pad: number }} sizes
   */
  change(state, random, { maxEntries, pad }) {
    const next = { ...state };
    const text = () => `x${'x'.repeat(random.below(pad))}`;
    for (let count = random.below(Math.max(2, maxEntries / 4)); count > 0; count -= 1) {
      this.inserts.run(this.who, next.high, String(next.high), text());
      next.high += 1;
    }
    if (random.chance(0.7)) {
      const from = next.low + random.below(next.high - next.low + 1);
      next.sum += this.updates.run(text(), this.who, from, from + random.below(maxEntries)).changes;
    }
    if (random.chance(0.3) || next.high - next.low > maxEntries) {
      next.low += random.below(next.high - next.low + 1);
      for (const v of this.deletes.all(this.who, next.low)) next.sum -= /** @type {number} */ (v);
    }
    this.states.run(this.who, next.seq, next.low, next.high, next.sum);
    return next;
  }
}

module.exports = { AUDIT, Ledger, EMPTY, SCHEMA, faultOf, stateIn };
