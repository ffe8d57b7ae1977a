'use strict';

// The unsynced changes of one file that survive a power cut.

/** @import { TruncateOperation, WriteOperation } from './disk' */
/** @import { Image } from './image' */
/** @import { Model } from './power-cut' */
/** @import { Random } from '../../support/random' */

/** @typedef {WriteOperation | TruncateOperation} Change */
/** @typedef {Change & { moment: number }} TimedChange a change and the moment it was made */

/** The number of bytes that a disk writes whole or not at all. */
const SECTOR = 512;

/** @param {Image} image @param {Change} change */
function apply(image, change) {
  if (change.kind === 'write') image.write(change.bytes, change.offset);
  else image.resize(change.size);
}

/**
 * Splits a write at sector boundaries.
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
   * @param {Image} image the durable content, to which the changes that survive are applied
   * @param {Random} random
   */
  constructor(image, random) {
    this.image = image;
    this.random = random;
    /** The probability that a change survives. */
    this.probability = random.pick([0, 0.1, 0.5, 0.9, 0.98, 1]);
    /** The sectors whose later states are lost: a sector is on disk in its state of one moment. @type {Set<number>} */
    this.lost = new Set();
    /**
     * Writes beyond this offset are lost, because a truncation to it is lost: they went to blocks that the file on disk
     * does not have.
     */
    this.lostFrom = Infinity;
    /** The size that the file would have if all changes survived. */
    this.size = image.size;
  }

  /**
   * Decides which changes survive, and applies them.
   * @param {TimedChange[]} changes
   * @param {Model} model
   * @param {number} last the moment up to which changes survive that keep their order
   */
  decide(changes, model, last) {
    if (model === 'ordered') this.#keepUntil(changes, last);
    else if (model === 'cached' && this.random.chance(0.25)) this.#keepUntil(changes, this.random.pick(changes).moment);
    else this.#keepSome(changes, model === 'journaled' ? last : undefined);
  }

  /**
   * Applies the changes up to a moment. The write after it is torn.
   * @param {TimedChange[]} changes
   * @param {number} last
   */
  #keepUntil(changes, last) {
    for (const change of changes.filter(({ moment }) => moment <= last)) apply(this.image, change);
    const torn = changes.find(({ moment }) => moment > last);
    if (torn?.kind !== 'write') return;
    for (const piece of pieces(torn)) if (this.random.chance(0.5)) this.image.write(piece.bytes, piece.offset);
  }

  /**
   * Applies random changes.
   * @param {TimedChange[]} changes
   * @param {number | undefined} last the moment up to which truncations survive, undefined to decide each at random
   */
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
   * Extends the file by sectors that were never written: they read as zeros or as earlier content of the disk.
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
