'use strict';

// What a power cut leaves of the unsynced changes of one file.

/** @import { TruncateOperation, WriteOperation } from './disk' */
/** @import { Image } from './image' */
/** @import { Model } from './power-cut' */
/** @import { Random } from '../../support/random' */

/** @typedef {WriteOperation | TruncateOperation} Change */
/** @typedef {Change & { moment: number }} Dated when it was made */

/** What a disk writes whole or not at all. */
const SECTOR = 512;

/** @param {Image} image @param {Change} change */
function apply(image, change) {
  if (change.kind === 'write') image.write(change.bytes, change.offset);
  else image.resize(change.size);
}

/**
 * Cuts a write where sectors meet.
 * @param {WriteOperation} write
 */
function pieces({ offset, bytes }) {
  const parts = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + SECTOR - ((offset + at) % SECTOR));
    parts.push({ offset: offset + at, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return parts;
}

/** Decides which changes survive, sector by sector. */
class SurvivingFile {
  /**
   * @param {Image} image what is durable; the changes that survive are made to it
   * @param {Random} random
   */
  constructor(image, random) {
    this.image = image;
    this.random = random;
    /** How likely a change survives. */
    this.probability = random.pick([0, 0.1, 0.5, 0.9, 0.98, 1]);
    /** @type {Set<number>} the sectors whose later states are lost: a sector is written in the state of some moment */
    this.lost = new Set();
    /** Behind this, writes go to blocks that the file does not have: a truncation before them is lost. */
    this.lostFrom = Infinity;
    /** The size of the file if everything survived. */
    this.size = image.size;
  }

  /**
   * @param {Dated[]} changes
   * @param {Model} model
   * @param {number} last moment up to which everything survives that keeps its order
   */
  decide(changes, model, last) {
    if (model === 'ordered') this.#keepUntil(changes, last);
    else if (model === 'cached' && this.random.chance(0.25)) this.#keepUntil(changes, this.random.pick(changes).moment);
    else this.#keepSome(changes, model === 'journaled' ? last : undefined);
  }

  /** The write under way then is torn. @param {Dated[]} changes @param {number} last */
  #keepUntil(changes, last) {
    for (const change of changes.filter(({ moment }) => moment <= last)) apply(this.image, change);
    const torn = changes.find(({ moment }) => moment > last);
    if (torn?.kind !== 'write') return;
    for (const piece of pieces(torn)) if (this.random.chance(0.5)) this.image.write(piece.bytes, piece.offset);
  }

  /** @param {Dated[]} changes @param {number | undefined} last until when truncations survive, if not chance decides */
  #keepSome(changes, last) {
    for (const change of changes) {
      const survives = last === undefined ? this.random.chance(this.probability) : change.moment <= last;
      if (change.kind === 'write') this.#write(change);
      else this.#truncate(change.size, survives);
    }
    if (this.lostFrom === Infinity && this.random.chance(0.5)) this.#grow(this.size);
  }

  /** @param {WriteOperation} write */
  #write(write) {
    this.size = Math.max(this.size, write.offset + write.bytes.length);
    for (const { bytes, offset } of pieces(write)) {
      const sector = Math.floor(offset / SECTOR);
      if (this.lost.has(sector) || offset + bytes.length > this.lostFrom) continue;
      if (this.random.chance(this.probability)) {
        this.#grow(offset);
        this.image.write(bytes, offset);
      } else {
        this.lost.add(sector);
      }
    }
  }

  /** @param {number} size @param {boolean} survives */
  #truncate(size, survives) {
    this.size = size;
    if (this.lostFrom < Infinity || !survives) {
      this.lostFrom = Math.min(this.lostFrom, size);
      return;
    }
    this.#grow(size);
    this.image.resize(size);
    for (const sector of this.lost) if (sector * SECTOR >= size) this.lost.delete(sector);
  }

  /**
   * Makes the file larger by sectors that were never written: they read as zeros or as what was on the disk before.
   * @param {number} size
   */
  #grow(size) {
    const end = this.image.size;
    if (size <= end) return;
    this.image.resize(size);
    if (this.random.chance(0.5)) this.random.fill(this.image.bytes.subarray(end));
  }
}

exports.SurvivingFile = SurvivingFile;
exports.apply = apply;
