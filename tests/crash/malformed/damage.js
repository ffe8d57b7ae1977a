'use strict';

// Bad files from good ones.

const { fillRun, flipBits, lengthen, moveRun, setNumber, shorten } = require('./bytes');
const { damageJournal, damageWal } = require('./logs');
const { damagePages } = require('./pages');

/** @import { Random } from '../../support/random' */
/** @import { Sample } from './corpus' */

/** Damage of any file, the gentler the more often: a file that is bad all over is not read far. */
const BLIND = [flipBits, flipBits, flipBits, setNumber, setNumber, fillRun, moveRun, shorten, lengthen];

/** What may be damaged with knowledge, by what follows the name of the database. */
const INFORMED = { '': damagePages, '-wal': damageWal, '-journal': damageJournal };

/**
 * Gives damaged copies of a sample's files.
 * @param {Sample} sample
 * @param {Random} random
 * @returns {Map<string, Buffer>}
 */
function damaged(sample, random) {
  /** @type {Map<string, Buffer>} */
  const files = new Map([...sample.files].map(([suffix, bytes]) => [suffix, Buffer.from(bytes)]));
  const suffixes = [...files.keys()];
  const times = random.pick([1, 1, 2, 3, 5, 9]);
  for (let i = 0; i < times; i += 1) {
    const suffix = random.pick(suffixes);
    const bytes = /** @type {Buffer} */ (files.get(suffix));
    if (bytes.length === 0) continue;
    const informed = INFORMED[/** @type {keyof typeof INFORMED} */ (suffix)];
    const blind = random.pick(BLIND);
    files.set(suffix, random.chance(0.75) ? informed(bytes, sample.pageSize, random) : blind(bytes, random));
  }
  return files;
}

module.exports = { damaged };
