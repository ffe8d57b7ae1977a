'use strict';

// Tables whose content proves itself. Each writer has numbered entries without a gap, and one row that says which, how
// often they were changed in all, and which transaction that was. Both change in the same transactions, so anyone can
// tell at any moment whether a transaction is missing or half there.

/** @import { Random } from '../../support/random' */

/** What a writer's row has to say. @typedef {{ seq: number, low: number, high: number, sum: number }} State */

const SCHEMA = `
  create table if not exists states (who text primary key, seq, low, high, sum);
  create table if not exists entries (id integer primary key, who text, n int, v int, pad text, unique (who, n));`;

const AUDIT = `
  select who, seq, low, high, sum, count(n), min(n), max(n), total(v), total(pad not glob n || ':' || v || ':x*')
  from states left join entries using (who) group by who order by who`;

/** @type {State} */
const NOTHING = { seq: 0, low: 0, high: 0, sum: 0 };

/** What is wrong with the rows of an audit, or null. @param {any[][]} rows */
function faultOf(rows) {
  for (const row of rows) {
    const [, , low, high, sum, count, first, last, changes, wrong] = row;
    const there = count === 0 || (first === low && last === high - 1);
    if (count !== high - low || !there || changes !== sum || wrong !== 0) return `inconsistent: ${JSON.stringify(row)}`;
  }
  return null;
}

/** What an audit says of one writer. @param {any[][]} rows @param {string} who @returns {State} */
function stateIn(rows, who) {
  const row = rows.find(([name]) => name === who);
  return row ? { seq: row[1], low: row[2], high: row[3], sum: row[4] } : NOTHING;
}

/** One writer's statements on a connection. */
class Ledger {
  /**
   * @param {import('better-sqlite3').Database} db
   * @param {string} who
   */
  constructor(db, who) {
    this.who = who;
    this.audits = db.prepare(AUDIT).raw();
    this.inserts = db.prepare("insert into entries (who, n, v, pad) values (?, ?, 0, ? || ':0:' || ?)");
    this.updates = db.prepare("update entries set v = v + 1, pad = n || ':' || (v + 1) || ':' || ? where who = ? and n between ? and ?");
    this.deletes = db.prepare('delete from entries where who = ? and n < ? returning v').pluck();
    this.states = db.prepare('insert or replace into states values (?, ?, ?, ?, ?)');
  }

  /** @returns {any[][]} */
  audit() {
    return this.audits.all();
  }

  /**
   * Inserts, changes and deletes some entries. Gives the state with them.
   * @param {State} state @param {Random} random @param {{ most: number, pad: number }} sizes
   */
  change(state, random, { most, pad }) {
    const next = { ...state };
    const text = () => `x${'x'.repeat(random.below(pad))}`;
    for (let count = random.below(Math.max(2, most / 4)); count > 0; count -= 1) {
      this.inserts.run(this.who, next.high, String(next.high), text());
      next.high += 1;
    }
    if (random.chance(0.7)) {
      const from = next.low + random.below(next.high - next.low + 1);
      next.sum += this.updates.run(text(), this.who, from, from + random.below(most)).changes;
    }
    if (random.chance(0.3) || next.high - next.low > most) {
      next.low += random.below(next.high - next.low + 1);
      for (const v of this.deletes.all(this.who, next.low)) next.sum -= /** @type {number} */ (v);
    }
    this.states.run(this.who, next.seq, next.low, next.high, next.sum);
    return next;
  }
}

module.exports = { AUDIT, Ledger, NOTHING, SCHEMA, faultOf, stateIn };
