'use strict';

// A workload during which a host's call fails: what the application is told, and what is in the database afterwards.

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
 * @property {string} settings SQL that every connection begins with
 * @property {string[]} steps a transaction each, without anything that differs between two runs
 * @property {boolean} attach whether there is a second database, `aux`
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

/** Gives the content after some of a task's steps, by a host that does not fail. */
class Reference {
  /** @param {Task} task */
  constructor(task) {
    this.task = task;
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** @param {number[]} steps */
  contents(steps) {
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
   * @param {Reference} reference
   * @param {Fault} fault
   */
  constructor(reference, fault) {
    this.reference = reference;
    this.task = reference.task;
    this.fault = fault;
    this.disk = new Disk();
    this.host = new FaultHost(this.disk, { change: fault.change });
    this.guest = new Guest(this.host);
    /** Codes that the application saw. @type {Set<string>} */
    this.codes = new Set();
    /** The steps that are in the database. @type {number[]} */
    this.applied = [];
    /** Steps that failed, of which one may be in the database: this is not known yet. @type {number[]} */
    this.uncertain = [];
    /** Steps that failed when they were synced, with no successful one after them. @type {number[]} */
    this.unsynced = [];
  }

  /**
   * Gives undefined if something worked, else the name of the code of SQLite's error. Anything else is passed on.
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

  /** Gives a connection, undefined when it has no second database. */
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
    if (!client.autocommit) throw new Violation('a transaction that failed cannot be rolled back');
    if (this.fault.over) this.#settle(contentsOf(client, this.task));
    else this.#attempt(() => this.#settle(contentsOf(client, this.task)));
  }

  /** Finds out whether an uncertain step is in the database. @param {string} found */
  #settle(found) {
    const { applied, reference, uncertain } = this;
    this.uncertain = [];
    if (reference.contents(applied) === found) return;
    const step = uncertain.find((candidate) => reference.contents([...applied, candidate]) === found);
    if (step === undefined) {
      throw new Violation(`after the steps [${applied}] and perhaps one of [${uncertain}] the content is another`);
    }
    applied.push(step);
    this.unsynced = [];
  }

  /** A lasting fault ends the work as soon as it has shown. */
  #mayGoOn() {
    return this.uncertain.length === 0;
  }

  /** @param {boolean} kill whether the process ends without closing anything */
  run(kill) {
    this.client = this.#connect();
    for (const step of this.task.steps.keys()) if (this.#mayGoOn()) this.#perform(step);
    this.#requireUsable();
    if (kill) this.host.kill();
    else if (this.client?.close()) throw new Violation('the connection cannot be closed');
    this.fault.end();
    this.#reopen();
  }

  /** Once the fault is over, the same connection works, and sees what is in the database. */
  #requireUsable() {
    const { client, fault } = this;
    if (client === undefined || fault.times !== Infinity) return;
    fault.active = false;
    this.#settle(contentsOf(client, this.task));
    fault.active = true;
  }

  /**
   * Looks at the database anew. A transaction that failed when its part of the WAL was synced is there in full; whoever
   * finds it in a WAL that stayed cannot know that it failed, in native SQLite neither.
   */
  #reopen() {
    if (this.disk.content(`${PATH}-wal`)?.length) this.uncertain.push(...this.unsynced);
    const client = new Client(new Guest(new FaultHost(this.disk)), PATH);
    attach(client, this.task, SECOND);
    const report = integrity(client);
    if (report !== 'ok') throw new Violation(`the database is damaged: ${report}`);
    this.#settle(contentsOf(client, this.task));
    client.exec('create table after_fault (x); insert into after_fault values (zeroblob(5000));');
    client.close();
  }
}

exports.Reference = Reference;
exports.Trial = Trial;
