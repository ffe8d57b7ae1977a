'use strict';

// One case: a damaged database is used, beside a good one in the same guest, which must not change.

const { Client, SqlError } = require('../support/client');
const { digest } = require('../support/contents');
const { Disk } = require('../support/disk');
const { FaultHost } = require('../support/fault-host');
const { Guest, Trap } = require('../support/guest');
const { Random } = require('../../support/random');
const { PATH, samples } = require('./corpus');
const { damaged } = require('./damage');
const { Exercise } = require('./exercise');
const { damageWithin } = require('./shadow');

/** @import { Sample } from './corpus' */

/** How many cases follow each other in one guest. */
const CASES_OF_A_GUEST = 50;

/** Beyond this much memory a guest is not used again. */
const MOST_MEMORY = 96 << 20;

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

  /** Gives what was counted since the last time. */
  takeCounts() {
    const { counts } = this;
    this.counts = noCounts();
    return counts;
  }

  /** The number of the first case in the guest that a case is run in: what came before may matter. @param {number} seed */
  static firstBeside(seed) {
    return seed - (seed % CASES_OF_A_GUEST);
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
   * Runs a case. Gives what is wrong, nothing if nothing is.
   * @param {number} seed
   */
  run(seed) {
    const memory = this.guest?.memory.bytes.length ?? Infinity;
    if (seed % CASES_OF_A_GUEST === 0 || memory > MOST_MEMORY) this.#start();
    const random = new Random(seed);
    const sample = random.pick(this.samples);
    try {
      this.#use(sample, random);
      if (digest(/** @type {Client} */ (this.healthy)) !== this.digest) throw new Error('another database has changed');
      return undefined;
    } catch (error) {
      this.guest = undefined;
      const { message, stack } = /** @type {Error} */ (error);
      const what = error instanceof Trap ? `${message}\n${/** @type {Error} */ (error.cause).stack}` : stack;
      return `seed ${seed} (in the guest from ${Malformed.firstBeside(seed)}), a database of "${sample.name}": ${what}`;
    }
  }

  /** @param {Sample} sample @param {Random} random */
  #use(sample, random) {
    const within = random.chance(0.25);
    const files = within ? sample.files : damaged(sample, random);
    for (let round = 0; round < 2; round += 1) {
      const client = this.#open(files, random, round);
      if (client === undefined) return;
      const exercise = new Exercise(client, random);
      if (within && round === 0) damageWithin(exercise, random);
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
   * Opens it from the disk, or in memory; then once more what is left on the disk.
   * @param {Map<string, Buffer>} files
   * @param {Random} random
   * @param {number} round
   */
  #open(files, random, round) {
    const inMemory = round === 0 && files.size === 1 && random.chance(0.3);
    if (round === 0 && !inMemory) this.#place(files);
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
  #place(files) {
    const disk = /** @type {Disk} */ (this.disk);
    for (const path of [...disk.names.keys()]) if (path.startsWith(PATH)) disk.unlink(path);
    for (const [suffix, content] of files) disk.write(disk.create(PATH + suffix), 0, content);
    disk.log.length = 0;
    for (const inode of disk.inodes.keys()) if (![...disk.names.values()].includes(inode)) disk.inodes.delete(inode);
  }
}

exports.Malformed = Malformed;
