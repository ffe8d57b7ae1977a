'use strict';

// A simulated process that shares a database with others. It executes one statement per step, and checks what it reads.

const { Client, SqlError } = require('./client');
const { FaultHost } = require('./fault-host');
const { Guest, Trap } = require('./guest');
const { Violation } = require('./recovery');

/** @import { Disk } from './disk' */
/** @import { Change } from './fault-host' */
/** @import { Random } from '../../support/random' */

const PATH = '/data/main.db';
const ACCOUNTS = 40;
const TOTAL = ACCOUNTS * 100;

const SCHEMA = `
  create table account (id integer primary key, balance integer, filler blob);
  create table log (id integer primary key, who integer, number integer, filler blob);
  create index log_who on log (who, number);
  with recursive n(i) as (select 1 union all select i + 1 from n where i < ${ACCOUNTS})
  insert into account select i, 100, zeroblob(100) from n;`;

/**
 * Result codes that other processes may cause; any other one is a violation. SQLITE_PROTOCOL follows a hundred failed
 * attempts to start a read transaction: here a process that holds a lock does not run while another one waits for it.
 */
const EXPECTED_CODES = ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY_RECOVERY', 'SQLITE_PROTOCOL'];

/** Thrown by the host call in which a process is killed. */
class Killed extends Error {}

class Process {
  /**
   * @param {number} number
   * @param {{ disk: Disk, random: Random, journal: string, settings: string, change: Change,
   *   refusals: Map<string, number> }} world
   */
  constructor(number, { disk, random, journal, settings, change, refusals }) {
    this.number = number;
    this.disk = disk;
    this.random = random;
    this.journal = journal;
    this.settings = settings;
    this.change = change;
    this.refusals = refusals;
    /** The number of its acknowledged transactions. */
    this.committed = 0;
    /** Whether one more transaction may be in the database. */
    this.uncertain = false;
    /**
     * Whether that transaction may appear later although nobody sees it now. A process may be killed after it has
     * written a commit to the WAL but not to the index: only a recovery of the index finds the commit.
     */
    this.mayAppearLater = false;
    this.program = this.#program();
  }

  /** Executes the next statement. */
  step() {
    try {
      this.program.next();
    } catch (error) {
      if (!(error instanceof Trap && error.cause instanceof Killed)) throw error;
      this.mayAppearLater ||= this.uncertain && this.journal === 'wal';
      this.program = this.#program();
    }
  }

  * #program() {
    for (;;) {
      this.host = new FaultHost(this.disk, { seed: this.random.uint32(), change: this.change });
      const guest = new Guest(this.host);
      for (let i = 0; i < 4; i += 1) {
        const client = this.#connect(guest);
        yield;
        if (client !== undefined) yield* this.#work(client);
      }
      this.host.kill();
    }
  }

  /** @param {Guest} guest */
  #connect(guest) {
    const client = new Client(guest, PATH);
    if (this.#attempt(() => client.exec(this.settings))) return client;
    client.close();
    return undefined;
  }

  /** @param {Client} client */
  * #work(client) {
    const count = this.random.below(12);
    for (let i = 0; i < count; i += 1) {
      const kind = this.random.below(10);
      if (kind < 6) yield* this.#write(client);
      else if (kind < 9) yield* this.#read(client);
      else this.#attempt(() => client.exec(this.#maintenance()));
      if (!client.autocommit) client.exec('rollback');
      yield;
    }
    if (this.random.chance(0.8)) client.close();
    yield;
  }

  #maintenance() {
    return this.random.pick([
      'pragma wal_checkpoint(passive)', 'pragma wal_checkpoint(full)', 'pragma wal_checkpoint(restart)',
      'pragma wal_checkpoint(truncate)', 'vacuum', 'select count(*) from log',
    ]);
  }

  /** @param {Client} client */
  * #write(client) {
    const { random } = this;
    const amount = random.below(50);
    const [from, to] = [1 + random.below(ACCOUNTS), 1 + random.below(ACCOUNTS)];
    const begin = `begin ${random.pick(['deferred', 'immediate', 'exclusive'])}`;
    const statements = [
      `update account set balance = balance - ${amount}, filler = randomblob(100) where id = ${from}`,
      `update account set balance = balance + ${amount}, filler = randomblob(100) where id = ${to}`,
      `insert into log (who, number, filler) select ${this.number}, count(*) + 1, randomblob(${random.below(900)})
        from log where who = ${this.number}`,
      ...(random.chance(0.1) ? ['delete from log where id % 3 = 0 and number < 0'] : []),
    ];
    if (!this.#attempt(() => client.exec(begin))) return;
    yield;
    // Whether an earlier commit succeeded must be known for the snapshot on which this transaction is based.
    if (this.uncertain && this.#observe(client) === '') return;
    for (const sql of statements) {
      if (!this.#attempt(() => client.exec(sql))) return;
      yield;
    }
    this.uncertain = true;
    if (!this.#attempt(() => client.exec('commit'))) return;
    this.#settle(this.committed + 1);
  }

  /** @param {Client} client */
  * #read(client) {
    if (!this.#attempt(() => client.exec('begin; select count(*) from account'))) return;
    yield;
    const before = this.#observe(client);
    yield;
    const after = this.#observe(client);
    if (before && after && before !== after) throw new Violation('a transaction sees the changes of another one');
    this.#attempt(() => client.exec('commit'));
  }

  /**
   * Checks what the process sees. Returns a summary of it, empty if another process prevents the reading.
   * @param {Client} client
   */
  #observe(client) {
    let seen = '';
    this.#attempt(() => {
      const [balance] = client.rows('select sum(balance) from account')[0];
      if (balance !== TOTAL) throw new Violation(`half a transaction is visible: ${balance} of ${TOTAL}`);
      const numbers = client.rows(`select count(*), count(distinct number), max(number), sum(length(filler))
        from log where who = ${this.number}`)[0];
      this.#compare(/** @type {number[]} */ (numbers));
      seen = String([numbers, client.rows('select count(*), sum(number), sum(length(filler)) from log')]);
    });
    return seen;
  }

  /** @param {number[]} numbers */
  #compare([count, distinct, highest]) {
    if (this.uncertain && count === this.committed + 1) this.#settle(count);
    this.uncertain = this.mayAppearLater;
    if (count !== this.committed || distinct !== count || (highest ?? 0) !== count) {
      throw new Violation(`process ${this.number} committed ${this.committed} transactions, but sees ${count}`);
    }
  }

  /** Records that so many transactions are committed, and no other may be. @param {number} committed */
  #settle(committed) {
    this.committed = committed;
    this.uncertain = false;
    this.mayAppearLater = false;
  }

  /** Returns whether `work` succeeded. A conflict with another process is no violation. @param {() => void} work */
  #attempt(work) {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      if (!EXPECTED_CODES.includes(error.codeName)) throw new Violation(`process ${this.number}: ${error.stack}`);
      this.refusals.set(error.codeName, (this.refusals.get(error.codeName) ?? 0) + 1);
      return false;
    }
  }
}

exports.Killed = Killed;
exports.PATH = PATH;
exports.Process = Process;
exports.SCHEMA = SCHEMA;
