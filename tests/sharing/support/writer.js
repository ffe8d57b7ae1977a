'use strict';

// A writer: does at random what applications do with a shared database, and checks everything that it reads.

const fs = require('node:fs');
const { setTimeout: later } = require('node:timers/promises');
const { Random } = require('../../support/random');
const { Ledger, SCHEMA, faultOf, stateIn } = require('./ledger');

/** @import { State } from './ledger' */
/**
 * @typedef {object} Plan
 * @property {string} file
 * @property {string} who name of the writer, unique in the database
 * @property {number} seed
 * @property {string} mode journal mode
 * @property {string} [synchronous]
 * @property {number} [seconds] duration, endless by default
 * @property {number} [maxEntries] about how many entries the writer has, and changes in one transaction
 * @property {number} [pad] greatest length of an entry
 * @property {number} [cache] cache size in pages
 * @property {number} [autocheckpoint] frames in the WAL that cause a checkpoint
 * @property {boolean} [reopens] sometimes closes and reopens the database
 * @property {number} [closes] share of turns that close it
 * @property {boolean} [holds] holds snapshots open on a second connection
 * @property {number} [checkpoints] share of turns that are checkpoints
 * @property {boolean} [acknowledges] writes the number of every committed transaction to stdout
 * @property {number} [timeout] busy timeout in milliseconds
 */

const CHECKPOINTS = ['passive', 'full', 'restart', 'truncate'];

const isBusy = (error) => String(error.code).startsWith('SQLITE_BUSY');

class Writer {
  /** @param {any} Database @param {Plan} plan */
  constructor(Database, plan) {
    this.Database = Database;
    this.plan = {
      maxEntries: 20, pad: 1500, cache: 100, autocheckpoint: 1000, timeout: 20000, checkpoints: 0.03, closes: 0.04,
      ...plan,
    };
    this.wal = plan.mode === 'wal';
    this.random = new Random(plan.seed);
    this.counts = {
      commits: 0, rollbacks: 0, busy: 0, audits: 0, checkpoints: 0, opens: 0, snapshots: 0, frames: 0, slowest: 0,
    };
    this.held = null;
  }

  connect() {
    const { file, mode, cache, autocheckpoint, synchronous = 'normal', timeout } = this.plan;
    const db = new this.Database(file, { timeout });
    try {
      db.exec(`pragma cache_size = ${cache}; pragma wal_autocheckpoint = ${autocheckpoint}`
        + `; pragma synchronous = ${synchronous}`);
      db.pragma(`journal_mode = ${mode}`);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  }

  open() {
    const db = this.connect();
    try {
      db.exec(SCHEMA);
      this.ledger = new Ledger(db, this.plan.who);
    } catch (error) {
      db.close();
      throw error;
    }
    this.db = db;
    this.counts.opens += 1;
    const rows = this.audit();
    if (this.state === undefined) this.state = stateIn(rows, this.plan.who);
  }

  close() {
    this.held?.db.close();
    this.held = null;
    this.db?.close();
    this.db = null;
  }

  /** Checks that the entries of all writers are consistent, and its own those of its last commit. Returns the rows. */
  audit(ledger = this.ledger, state = this.state) {
    const rows = ledger.audit();
    this.counts.audits += 1;
    const fault = faultOf(rows);
    if (fault) throw new Error(fault);
    const found = stateIn(rows, this.plan.who);
    if (state !== undefined && JSON.stringify(found) !== JSON.stringify(state)) {
      throw new Error(`lost: committed ${JSON.stringify(state)}, found ${JSON.stringify(found)}`);
    }
    return rows;
  }

  transaction() {
    const { random, db, ledger, plan } = this;
    db.exec(`begin ${random.pick(['immediate', 'immediate', 'deferred'])}`);
    if (random.chance(0.2)) this.audit();
    let next = ledger.change({ ...this.state, seq: this.state.seq + 1 }, random, plan);
    if (random.chance(0.3)) next = this.nested(next);
    if (random.chance(0.15)) {
      db.exec('rollback');
      this.counts.rollbacks += 1;
      return;
    }
    db.exec('commit');
    this.state = next;
    this.counts.commits += 1;
    if (plan.acknowledges) fs.writeSync(1, `ack ${next.seq}\n`);
  }

  /** Makes further changes behind a savepoint, and releases it or rolls back to it. @param {State} state */
  nested(state) {
    this.db.exec('savepoint inner');
    const next = this.ledger.change(state, this.random, this.plan);
    const kept = this.random.chance(0.5);
    this.db.exec(kept ? 'release inner' : 'rollback to inner; release inner');
    return kept ? next : state;
  }

  checkpoint() {
    // A checkpoint that waits for readers must not wait long for the second connection of this writer.
    this.db.exec('pragma busy_timeout = 100');
    const [{ log }] = this.db.pragma(`wal_checkpoint(${this.random.pick(CHECKPOINTS)})`);
    this.db.exec(`pragma busy_timeout = ${this.plan.timeout}`);
    this.counts.checkpoints += 1;
    this.counts.frames = Math.max(this.counts.frames, log);
  }

  /** Opens a snapshot, or checks that the open one has not changed and sometimes closes it. */
  hold() {
    if (this.held === null) {
      const db = this.connect();
      this.held = { db, ledger: new Ledger(db, this.plan.who), state: this.state, seen: '' };
      db.exec('begin');
      this.held.seen = JSON.stringify(this.audit(this.held.ledger));
      this.counts.snapshots += 1;
      return;
    }
    const { db, ledger, state, seen } = this.held;
    if (JSON.stringify(this.audit(ledger, state)) !== seen) throw new Error('a snapshot has changed');
    if (this.random.chance(0.3)) {
      db.close();
      this.held = null;
    }
  }

  /** Does one random operation. */
  async turn() {
    const { random, plan } = this;
    if (!this.db) this.open();
    else if (plan.reopens && random.chance(plan.closes)) {
      this.close();
      await later(random.below(4));
    } else if (this.wal && random.chance(plan.checkpoints)) this.checkpoint();
    else if (this.wal && plan.holds && random.chance(0.1)) this.hold();
    else if (random.chance(0.1)) this.audit();
    else if (random.chance(0.003)) this.check();
    else this.transaction();
  }

  check() {
    const result = this.db.pragma('integrity_check', { simple: true });
    if (result !== 'ok') throw new Error(`integrity_check: ${result}`);
  }

  /** Takes turns until the time is over. A turn may end with a SQLITE_BUSY code; every other error is damage. */
  async run() {
    const { random } = this;
    const end = performance.now() + (this.plan.seconds ?? Infinity) * 1000;
    for (let start = performance.now(); start < end; start = performance.now()) {
      try {
        await this.turn();
      } catch (error) {
        if (!isBusy(error)) throw error;
        this.counts.busy += 1;
        if (this.db?.inTransaction) this.db.exec('rollback');
        if (this.held?.seen === '') {
          this.held.db.close();
          this.held = null;
        }
      }
      this.counts.slowest = Math.max(this.counts.slowest, Math.round(performance.now() - start));
      // A connection that polls for a lock would starve beside writers that release it only for moments.
      if (random.chance(0.3)) await later(random.below(12));
    }
    this.close();
  }
}

module.exports = { Writer };
