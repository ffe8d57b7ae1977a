'use strict';

// A trial: a task during which host calls fail. It records the result codes that the application sees, and checks the
// database afterwards.

const { Client, SqlError } = require('./client');
const { digest, integrity } = require('./contents');
const { Disk } = require('./disk');
const { FaultHost } = require('./fault-host');
const { Guest } = require('./guest');
const { Violation } = require('./recovery');

/** @import { Fault } from './fault' */

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {string} settings SQL that sets up every connection
 * @property {string[]} steps one transaction each, with the same effect in every run
 * @property {boolean} attach whether there is a second database, `aux`
 * @property {readonly string[]} uncalled system calls that the task never makes
 * @property {readonly string[]} hidden system calls whose failures never reach the application
 */

const PATH = '/data/main.db';
const SECOND = '/data/other/second.db';

/**
 * Attaches the second database, if there is one.
 * @param {Client} client
 * @param {Task} task
 * @param {string} path
 */
function attach(client, task, path) {
  if (task.attach) client.exec(`attach '${path}' as aux`);
}

/** @param {Client} client @param {Task} task */
function contentsOf(client, task) {
  return digest(client) + (task.attach ? digest(client, 'aux') : '');
}

/** The content after some steps of a task, computed on a host that does not fail. */
class ExpectedContents {
  /** @param {Task} task */
  constructor(task) {
    this.task = task;
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** Returns the digests after these steps. @param {number[]} steps */
  after(steps) {
    const key = String(steps);
    if (!this.known.has(key)) {
      this.known.set(key, this.#compute(steps));
    }
    return /** @type {string} */ (this.known.get(key));
  }

  /** @param {number[]} steps */
  #compute(steps) {
    const client = new Client(new Guest(new FaultHost(new Disk())), ':memory:');
    attach(client, this.task, ':memory:');
    try {
      for (const step of steps) client.exec(this.task.steps[step]);
      return contentsOf(client, this.task);
    } catch (error) {
      if (error instanceof SqlError) return 'impossible';
      throw error;
    }
  }
}

class Trial {
  /**
   * @param {ExpectedContents} expected
   * @param {Fault} fault
   */
  constructor(expected, fault) {
    this.expected = expected;
    this.task = expected.task;
    this.fault = fault;
    this.disk = new Disk();
    this.host = new FaultHost(this.disk, { change: fault.change });
    this.guest = new Guest(this.host);
    /** Result codes that the application saw, in the order of their first occurrence. @type {Set<string>} */
    this.codes = new Set();
    /** The steps that are in the database. @type {number[]} */
    this.applied = [];
    /** Failed steps of which one may be in the database, as long as this is not determined. @type {number[]} */
    this.uncertain = [];
    /** Steps whose sync failed, with no successful step after them. @type {number[]} */
    this.unsynced = [];
  }

  /**
   * Returns undefined if `work` succeeded, else the name of SQLite's result code. Rethrows any other error.
   * @param {() => void} work
   */
  #attempt(work) {
    try {
      work();
      return undefined;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.codes.add(error.codeName);
      return error.codeName;
    }
  }

  /** Returns a connection, undefined if a database cannot be opened or attached. */
  #connect() {
    /** @type {Client | undefined} */
    let client;
    const code = this.#attempt(() => {
      client = new Client(this.guest, PATH);
      attach(client, this.task, SECOND);
    });
    if (code === undefined) this.#attempt(() => client?.exec(this.task.settings));
    else client?.close();
    return code === undefined ? client : undefined;
  }

  /** @param {number} step */
  #perform(step) {
    const client = this.client;
    if (client === undefined) return;
    const code = this.#attempt(() => client.exec(this.task.steps[step]));
    if (code === undefined) {
      this.applied.push(step);
      this.unsynced = [];
      return;
    }
    this.uncertain = [step];
    if (code === 'SQLITE_IOERR_FSYNC') this.unsynced.push(step);
    if (!client.autocommit) this.#attempt(() => client.exec('rollback'));
    if (!client.autocommit) throw new Violation('a failed transaction cannot be rolled back');
    if (this.fault.over) this.#resolve(contentsOf(client, this.task));
    else this.#attempt(() => this.#resolve(contentsOf(client, this.task)));
  }

  /** Determines whether an uncertain step is in the database. @param {string} found */
  #resolve(found) {
    const { applied, expected, uncertain } = this;
    this.uncertain = [];
    if (expected.after(applied) === found) return;
    const step = uncertain.find((candidate) => expected.after([...applied, candidate]) === found);
    if (step === undefined) {
      throw new Violation(`unexpected content after the steps [${applied}] and perhaps one of [${uncertain}]`);
    }
    applied.push(step);
    this.unsynced = [];
  }

  /** Whether another step can run. A lasting fault leaves the first failed step uncertain, and so ends the task. */
  #canContinue() {
    return this.uncertain.length === 0;
  }

  /** @param {boolean} kill whether the process ends without closing anything */
  run(kill) {
    this.client = this.#connect();
    for (const step of this.task.steps.keys()) if (this.#canContinue()) this.#perform(step);
    this.#requireUsable();
    if (kill) this.host.kill();
    else if (this.client?.close()) throw new Violation('the connection cannot be closed');
    this.fault.end();
    this.#reopen();
  }

  /** Checks that the same connection works and sees the database's content once a lasting fault is over. */
  #requireUsable() {
    const { client, fault } = this;
    if (client === undefined || fault.times !== Infinity) return;
    fault.active = false;
    this.#resolve(contentsOf(client, this.task));
    fault.active = true;
  }

  /**
   * Checks the database in a new process. A transaction that failed at the sync of the WAL is there in full: as in
   * native SQLite, the reader of a WAL that was kept cannot know that the transaction failed.
   */
  #reopen() {
    if (this.disk.content(`${PATH}-wal`)?.length) this.uncertain.push(...this.unsynced);
    const client = new Client(new Guest(new FaultHost(this.disk)), PATH);
    attach(client, this.task, SECOND);
    const report = integrity(client);
    if (report !== 'ok') throw new Violation(`the database is damaged: ${report}`);
    this.#resolve(contentsOf(client, this.task));
    client.exec('create table after_fault (x); insert into after_fault values (zeroblob(5000));');
    client.close();
  }
}

exports.ExpectedContents = ExpectedContents;
exports.Trial = Trial;
