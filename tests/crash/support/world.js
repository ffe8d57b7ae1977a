'use strict';

// Several simulated processes on one disk. At any host call of one, others may run, as on a machine with few
// processors, or the process may be killed.

const { Client } = require('./client');
const { integrity } = require('./contents');
const { Disk } = require('./disk');
const { FaultHost } = require('./fault-host');
const { Guest } = require('./guest');
const { Killed, PATH, Process, SCHEMA } = require('./process');
const { Random } = require('../../support/random');
const { Violation } = require('./recovery');

/** @import { Change, FaultHost as Host, Import } from './fault-host' */

/** Host calls that other processes cannot observe: there is no switch of processes at them. */
const UNOBSERVABLE = [
  'clock_now', 'process_id', 'thread_id', 'env_get', 'random_get', 'cwd_get', 'path_readlink', 'process_exists',
  'panic_message', 'fd_map', 'memory_unmap', 'memory_grown', 'memory_fence',
];

/** The most switches within one statement, so that processes that wait for one another do not do so forever. */
const MAX_SWITCHES = 8;

/** @type {Change} */
const unchanged = (_name, call, _host) => call;

class World {
  /**
   * @param {{ seed: number, journal: string, processes?: number, kills?: boolean, change?: Change }} options
   */
  constructor({ seed, journal, processes = 3, kills = true, change = unchanged }) {
    this.random = new Random(seed);
    this.disk = new Disk();
    this.journal = journal;
    this.settings = `pragma journal_mode = ${journal}; pragma wal_autocheckpoint = 8; pragma cache_size = 8;`;
    this.switches = 0;
    this.kills = 0;
    this.switchesLeft = 0;
    /** @type {Map<string, number>} */
    this.refusals = new Map();
    this.mayKill = kills;
    /** The probability that other processes run at a host call. */
    this.switchProbability = this.random.pick([0.02, 0.1, 0.3]);
    /** The processes that run: all but the last are suspended in a host call. @type {Process[]} */
    this.running = [];
    this.#create();
    /** @type {Change} */
    this.change = (name, call, host) => this.#interruptible(name, change(name, call, host), host);
    this.processes = Array.from({ length: processes }, (_, i) => new Process(i, this));
  }

  #create() {
    const client = new Client(new Guest(new FaultHost(this.disk)), PATH);
    client.exec(`pragma page_size = 1024; ${this.settings} ${SCHEMA}`);
    client.close();
  }

  /** @param {string} name @param {Import} call @param {Host} host @returns {Import} */
  #interruptible(name, call, host) {
    if (UNOBSERVABLE.includes(name)) return call;
    return (...values) => {
      if (this.random.chance(this.switchProbability)) this.#letOthersRun();
      if (this.mayKill && this.running.length > 0 && this.random.chance(0.0005)) this.#kill(host);
      return call(...values);
    };
  }

  /** @param {Host} host */
  #kill(host) {
    this.kills += 1;
    host.kill();
    throw new Killed();
  }

  #letOthersRun() {
    const ready = this.processes.filter((process) => !this.running.includes(process));
    if (ready.length === 0 || this.switchesLeft === 0) return;
    this.switches += 1;
    this.switchesLeft -= 1;
    const process = this.random.pick(ready);
    const steps = 1 + this.random.below(6);
    for (let i = 0; i < steps; i += 1) this.#run(process);
  }

  /** @param {Process} process */
  #run(process) {
    this.running.push(process);
    try {
      process.step();
    } finally {
      this.running.pop();
    }
  }

  /** Runs the processes for some statements, then checks the database that they leave. @param {number} steps */
  run(steps) {
    for (let i = 0; i < steps; i += 1) {
      this.switchesLeft = MAX_SWITCHES;
      this.#run(this.random.pick(this.processes));
    }
    for (const { host } of this.processes) host?.kill();
    const client = new Client(new Guest(new FaultHost(this.disk)), PATH);
    const report = integrity(client);
    if (report !== 'ok') throw new Violation(`the database is damaged: ${report}`);
    for (const process of this.processes) {
      const count = Number(client.value(`select count(*) from log where who = ${process.number}`));
      const allowed = process.uncertain ? [process.committed, process.committed + 1] : [process.committed];
      if (!allowed.includes(count)) {
        throw new Violation(`${process.committed} transactions were committed, ${count} are in the database`);
      }
    }
    client.close();
  }
}

exports.World = World;
