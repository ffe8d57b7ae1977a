'use strict';

// The content of a disk after a power cut: a replay of its log, in which unsynced changes may be lost, torn or
// reordered.

const { Disk, parent } = require('./disk');
const { Image } = require('./image');
const { SurvivingFile, apply } = require('./surviving-file');

/** @import { LinkOperation, Operation, UnlinkOperation } from './disk' */
/** @import { Random } from '../../support/random' */
/** @import { Change } from './surviving-file' */

/**
 * How a disk and its file system treat unsynced changes. `cached`: each survives or not on its own. `journaled`: names
 * and sizes survive in order, data on its own. `ordered`: all changes survive in order, and the last write may be torn.
 * @typedef {'cached' | 'journaled' | 'ordered'} Model
 *
 * @typedef {(LinkOperation | UnlinkOperation) & { moment: number }} Entry
 * @typedef {{ durable: Image, changes: (Change & { moment: number })[] }} File
 */

class Replay {
  /** @param {Disk} disk */
  constructor(disk) {
    /** @type {Map<number, File>} */
    this.files = new Map();
    /** @type {Map<string, number>} */
    this.names = new Map();
    /** @type {Entry[]} */
    this.entries = [];
    this.moment = 0;
    /** The moment of the latest durable name or size. */
    this.durableMoment = 0;
    for (const { path, inode, content } of disk.initial) {
      this.names.set(path, inode);
      this.files.set(inode, { durable: new Image(content), changes: [] });
    }
  }

  /** @param {number} inode */
  #file(inode) {
    return /** @type {File} */ (this.files.get(inode));
  }

  /** @param {Operation} operation */
  replay(operation) {
    this.moment += 1;
    const { moment } = this;
    switch (operation.kind) {
      case 'link':
        if (!this.files.has(operation.inode)) this.files.set(operation.inode, { durable: new Image(), changes: [] });
        this.entries.push({ ...operation, moment });
        break;
      case 'unlink':
        this.entries.push({ ...operation, moment });
        break;
      case 'sync':
        this.#sync(this.#file(operation.inode));
        break;
      case 'sync-directory':
        this.#makeDurable((entry) => parent(entry.path) === operation.path);
        break;
      default:
        this.#file(operation.inode).changes.push({ ...operation, moment });
    }
  }

  /** @param {File} file */
  #sync(file) {
    for (const change of file.changes) {
      apply(file.durable, change);
      if (change.kind === 'truncate') this.durableMoment = Math.max(this.durableMoment, change.moment);
    }
    file.changes = [];
  }

  /** Makes those changes of names durable that survive. @param {(entry: Entry) => boolean} survives */
  #makeDurable(survives) {
    const rest = [];
    for (const entry of this.entries) {
      if (!survives(entry)) {
        rest.push(entry);
        continue;
      }
      this.durableMoment = Math.max(this.durableMoment, entry.moment);
      if (entry.kind === 'link') this.names.set(entry.path, entry.inode);
      else this.names.delete(entry.path);
    }
    this.entries = rest;
  }

  /**
   * Decides which unsynced changes survive. Returns the disk as the machine finds it at its next start.
   * @param {Random} random
   * @param {Model} model
   */
  cut(random, model) {
    const last = random.chance(0.3)
      ? this.moment
      : this.durableMoment + random.below(this.moment - this.durableMoment + 1);
    const probability = random.pick([0, 0.3, 0.7, 1]);
    this.#makeDurable(({ moment }) => (model === 'cached' ? random.chance(probability) : moment <= last));
    return new Disk([...this.names].map(([path, inode]) => {
      const { durable, changes } = this.#file(inode);
      const image = durable.copy();
      if (changes.length > 0) new SurvivingFile(image, random).decide(changes, model, last);
      return [path, image.bytes];
    }));
  }
}

/**
 * Returns a disk as a power cut may leave it.
 * @param {Disk} disk
 * @param {number} moment the number of operations of its log before the cut
 * @param {Random} random
 * @param {Model} model
 */
function afterPowerCut(disk, moment, random, model) {
  const replay = new Replay(disk);
  for (let i = 0; i < moment; i += 1) replay.replay(disk.log[i]);
  return replay.cut(random, model);
}

module.exports = { afterPowerCut };
