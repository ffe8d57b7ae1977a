'use strict';

// A workload, run once without faults: its operations on the disk, and the content after each of its steps.

const { Client } = require('./client');
const { EMPTY_DIGEST, digest } = require('./contents');
const { Disk } = require('./disk');
const { FaultHost } = require('./fault-host');
const { Guest } = require('./guest');
const { Random } = require('../../support/random');
const { Script } = require('./script');

/** @import { Change } from './fault-host' */
/** @import { Step } from './script' */
/** @import { Workload } from './workloads' */

const MAIN = '/data/main.db';

/**
 * @typedef {object} CompletedStep
 * @property {Step} step
 * @property {number} start the length of the disk's log before the step
 * @property {number} end the length of the disk's log after the step
 * @property {string[]} contents the digest of each database after the step
 */

/** The connections of a workload. */
class Session {
  /** @param {Guest} guest @param {Workload} workload */
  constructor(guest, workload) {
    this.guest = guest;
    this.workload = workload;
    this.databases = workload.attached ? ['main', 'aux'] : ['main'];
    this.client = this.#connect();
    /** @type {Client | undefined} */
    this.reader = undefined;
  }

  #connect() {
    const { workload } = this;
    const client = new Client(this.guest, MAIN);
    if (workload.attached) client.exec(`attach '${workload.attached}' as aux`);
    for (const db of this.databases) client.exec(settings(db, workload));
    return client;
  }

  /** @param {Step} step */
  run(step) {
    if (step.reopen) {
      this.client.close();
      this.client = this.#connect();
    }
    if (this.workload.reader) this.#startReading();
    this.client.exec(step.sql);
  }

  /** Starts a read transaction on a second connection, so that checkpoints cannot complete. */
  #startReading() {
    this.reader?.close();
    this.reader = new Client(this.guest, MAIN);
    this.reader.exec('begin; select count(*) from sqlite_schema;');
  }

  contents() {
    return this.databases.map((db) => digest(this.client, db));
  }
}

/** @param {string} db @param {Workload} workload */
function settings(db, workload) {
  return `
    pragma ${db}.page_size = ${workload.pageSize};
    pragma ${db}.auto_vacuum = ${workload.autoVacuum};
    pragma ${db}.cache_size = ${workload.cache};
    pragma ${db}.locking_mode = ${workload.exclusive ? 'exclusive' : 'normal'};
    pragma ${db}.synchronous = ${workload.synchronous};
    pragma ${db}.journal_size_limit = ${workload.sizeLimit};
    ${workload.switching ? '' : `pragma ${db}.journal_mode = ${workload.journal};`}
    pragma wal_autocheckpoint = ${workload.autocheckpoint};`;
}

class Recording {
  /**
   * @param {Workload} workload
   * @param {number} seed
   * @param {Change} [change] alters the host
   */
  constructor(workload, seed, change) {
    this.workload = workload;
    this.files = workload.attached ? [MAIN, workload.attached] : [MAIN];
    this.disk = new Disk();
    /** @type {CompletedStep[]} */
    this.completed = [];
    const session = new Session(new Guest(new FaultHost(this.disk, { seed, change })), workload);
    for (const step of new Script(workload, new Random(seed)).steps()) this.#run(session, step);
  }

  /** @param {Session} session @param {Step} step */
  #run(session, step) {
    const start = this.disk.log.length;
    session.run(step);
    const end = this.disk.log.length;
    this.completed.push({ step, start, end, contents: session.contents() });
  }

  /**
   * Returns the digest of each database after a number of steps.
   * @param {number} count
   */
  contentsAfter(count) {
    return count === 0 ? this.files.map(() => EMPTY_DIGEST) : this.completed[count - 1].contents;
  }

  /**
   * Returns how many steps must, and how many may, survive a power cut at this moment.
   * @param {number} moment
   */
  bounds(moment) {
    let least = 0;
    let most = 0;
    for (const [index, { step, start, end }] of this.completed.entries()) {
      if (start < moment) most = index + 1;
      if (end > moment) continue;
      most = Math.max(most, index + 1);
      if (step.durable || (step.promised === 'now' && this.#changes(index))) least = index + 1;
      else if (step.promised === 'next' && this.#changes(index)) least = Math.max(least, index);
    }
    return { least, most };
  }

  /** @param {number} index */
  #changes(index) {
    return String(this.contentsAfter(index)) !== String(this.contentsAfter(index + 1));
  }

  /**
   * Returns how the contents found after a power cut break the promise, undefined if they keep it.
   * @param {string[]} found
   * @param {number} moment
   */
  violation(found, moment) {
    const { least, most } = this.bounds(moment);
    const range = Array.from({ length: most - least + 1 }, (_, i) => least + i);
    /** @param {number} count @param {number} file */
    const matches = (count, file) => this.contentsAfter(count)[file] === found[file];
    const files = this.files.map((_, file) => file);
    const good = this.workload.atomic
      ? range.some((count) => files.every((file) => matches(count, file)))
      : files.every((file) => range.some((count) => matches(count, file)));
    if (good) return undefined;
    const counts = Array.from({ length: this.completed.length + 1 }, (_, count) => count);
    const seen = files.map((file) => counts.filter((count) => matches(count, file)).join(', ') || 'none');
    return `expected the content after ${least} to ${most} steps, found that after ${seen.join(' and ')}`;
  }
}

exports.MAIN = MAIN;
exports.Recording = Recording;
