'use strict';

// A case: a damaged database is used next to a healthy one in the same guest, which must not change.

const { Client, SqlError } = require('../support/client');
const { digest } = require('../support/contents');
const { Disk } = require('../support/disk');
const { FaultHost } = require('../support/fault-host');
const { Guest, Trap } = require('../support/guest');
const { Random } = require('../../support/random');
const { PATH, samples } = require('./corpus');
const { damaged } = require('./damage');
const { Exercise } = require('./exercise');
const { damageThroughSql } = require('./shadow');

/** @import { Sample } from './corpus' */

/** The number of consecutive cases that run in one guest. */
const CASES_PER_GUEST = 50;

/** A guest with more bytes of memory is replaced by a new one. */
const MAX_MEMORY = 96 << 20;

const HEALTHY = `create table healthy (id integer primary key, a, b); create index healthy_b on healthy (b, a);
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
  insert into healthy select i, 'text ' || i, randomblob(i % 50) from n;`;

/** @returns {{ guests: number, statements: number, codes: Record<string, number> }} */
const noCounts = () => ({ guests: 0, statements: 0, codes: {} });

class Malformed {
  constructor() {
    this.samples = samples();
    /** @type {Guest | undefined} */
    this.guest = undefined;
    this.counts = noCounts();
  }

  /** Returns the counts since the last call, and resets them. */
  takeCounts() {
    const { counts } = this;
    this.counts = noCounts();
    return counts;
  }

  /**
   * Returns the seed of the first case that shares the guest of this one: earlier cases may cause a failure.
   * @param {number} seed
   */
  static firstInGuest(seed) {
    return seed - (seed % CASES_PER_GUEST);
  }

  #start() {
    this.counts.guests += 1;
    this.disk = new Disk();
    this.guest = new Guest(new FaultHost(this.disk));
    this.healthy = new Client(this.guest, '/data/healthy.db');
    this.healthy.exec(HEALTHY);
    this.digest = digest(this.healthy);
  }

  /**
   * Runs the case of a seed. Returns a description of its failure, undefined if there is none.
   * @param {number} seed
   */
  run(seed) {
    const memory = this.guest?.memory.bytes.length ?? Infinity;
    if (seed % CASES_PER_GUEST === 0 || memory > MAX_MEMORY) this.#start();
    const random = new Random(seed);
    const sample = random.pick(this.samples);
    try {
      this.#use(sample, random);
      if (digest(/** @type {Client} */ (this.healthy)) !== this.digest) throw new Error('another database has changed');
      return undefined;
    } catch (error) {
      this.guest = undefined;
      const { message, stack } = /** @type {Error} */ (error);
      const reason = error instanceof Trap ? `${message}\n${/** @type {Error} */ (error.cause).stack}` : stack;
      return `seed ${seed} (guest since ${Malformed.firstInGuest(seed)}), sample "${sample.name}": ${reason}`;
    }
  }

  /** @param {Sample} sample @param {Random} random */
  #use(sample, random) {
    const throughSql = random.chance(0.25);
    const files = throughSql ? sample.files : damaged(sample, random);
    for (let round = 0; round < 2; round += 1) {
      const client = this.#open(files, random, round);
      if (client === undefined) return;
      const exercise = new Exercise(client, random);
      if (throughSql && round === 0) damageThroughSql(exercise, random);
      exercise.run();
      client.close();
      this.#count(exercise);
    }
  }

  /** @param {Exercise} exercise */
  #count({ statements, codes }) {
    this.counts.statements += statements;
    for (const [code, count] of codes) this.counts.codes[code] = (this.counts.codes[code] ?? 0) + count;
  }

  /**
   * Opens the database on the disk or in memory. The second round opens what is on the disk after the first.
   * @param {Map<string, Buffer>} files
   * @param {Random} random
   * @param {number} round
   */
  #open(files, random, round) {
    const inMemory = round === 0 && files.size === 1 && random.chance(0.3);
    if (round === 0 && !inMemory) this.#writeFiles(files);
    /** @type {Client | undefined} */
    let client;
    try {
      client = new Client(/** @type {Guest} */ (this.guest), inMemory ? ':memory:' : PATH);
      if (inMemory) client.deserialize(/** @type {Buffer} */ (files.get('')));
      return client;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      client?.close();
      return undefined;
    }
  }

  /** @param {Map<string, Buffer>} files */
  #writeFiles(files) {
    const disk = /** @type {Disk} */ (this.disk);
    for (const path of [...disk.names.keys()]) if (path.startsWith(PATH)) disk.unlink(path);
    for (const [suffix, content] of files) disk.write(disk.create(PATH + suffix), 0, content);
    disk.log.length = 0;
    for (const inode of disk.inodes.keys()) if (![...disk.names.values()].includes(inode)) disk.inodes.delete(inode);
  }
}

exports.Malformed = Malformed;
