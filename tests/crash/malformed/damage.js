'use strict';

// Makes malformed files from valid ones.

const { fillRun, flipBits, lengthen, moveRun, setNumber, shorten } = require('./bytes');
const { damageJournal, damageWal } = require('./logs');
const { damagePages } = require('./pages');

/** @import { Random } from '../../support/random' */
/** @import { Sample } from './corpus' */

/** Damage to any file. Gentle kinds are frequent: SQLite does not read far into a file that is damaged everywhere. */
const FORMAT_BLIND = [flipBits, flipBits, flipBits, setNumber, setNumber, fillRun, moveRun, shorten, lengthen];

/** Damage that knows the format of the file, by the suffix of its name. */
const FORMAT_AWARE = { '': damagePages, '-wal': damageWal, '-journal': damageJournal };

/**
 * Returns damaged copies of a sample's files.
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
    const aware = FORMAT_AWARE[/** @type {keyof typeof FORMAT_AWARE} */ (suffix)];
    const blind = random.pick(FORMAT_BLIND);
    files.set(suffix, random.chance(0.75) ? aware(bytes, sample.pageSize, random) : blind(bytes, random));
  }
  return files;
}

module.exports = { damaged };
