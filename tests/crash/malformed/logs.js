'use strict';

// Damage to WALs and rollback journals. Most of the time the checksums are recomputed, so that SQLite reads the damage.

const { EXTREMES, putNumber } = require('./bytes');
const { damagePages } = require('./pages');

/** @import { Random } from '../../support/random' */

const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const JOURNAL_HEADER = 512;

/**
 * Returns the checksum of a WAL with big-endian words, as SQLite's documentation defines it.
 * @param {Buffer} bytes
 * @param {[number, number]} before
 * @returns {[number, number]}
 */
function walChecksum(bytes, [one, two]) {
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    one = (one + bytes.readUInt32BE(at) + two) >>> 0;
    two = (two + bytes.readUInt32BE(at + 4) + one) >>> 0;
  }
  return [one, two];
}

/** Recomputes all checksums of a WAL, whatever its content. @param {Buffer} wal @param {number} pageSize */
function signWal(wal, pageSize) {
  if (wal.length < WAL_HEADER) return;
  wal.writeUInt32BE(0x377f0683, 0);
  let sum = walChecksum(wal.subarray(0, 24), [0, 0]);
  wal.writeUInt32BE(sum[0], 24);
  wal.writeUInt32BE(sum[1], 28);
  const size = FRAME_HEADER + pageSize;
  for (let at = WAL_HEADER; at + size <= wal.length; at += size) {
    wal.copy(wal, at + 8, 16, 24);
    sum = walChecksum(wal.subarray(at, at + 8), sum);
    sum = walChecksum(wal.subarray(at + FRAME_HEADER, at + size), sum);
    wal.writeUInt32BE(sum[0], at + 16);
    wal.writeUInt32BE(sum[1], at + 20);
  }
}

/**
 * @param {Buffer} wal
 * @param {number} pageSize
 * @param {Random} random
 */
function damageWal(wal, pageSize, random) {
  if (wal.length < WAL_HEADER + FRAME_HEADER + pageSize) return wal;
  const size = FRAME_HEADER + pageSize;
  const frames = Math.floor((wal.length - WAL_HEADER) / size);
  const frame = WAL_HEADER + random.below(frames) * size;
  const number = random.pick([...EXTREMES, 1 + random.below(60)]);
  switch (random.below(4)) {
    case 0:
      putNumber(wal, 4 * random.below(8), 4, random.pick([...EXTREMES, pageSize, 3007000]));
      break;
    case 1:
      putNumber(wal, frame + 4 * random.below(6), 4, number);
      break;
    case 2:
      putNumber(wal, frame + random.pick([0, 4]), 4, number);
      break;
    default:
      damagePages(wal.subarray(frame + FRAME_HEADER, frame + size), pageSize, random);
  }
  if (random.chance(0.8)) signWal(wal, pageSize);
  return wal;
}

/** Recomputes the checksums of a journal's records. @param {Buffer} journal @param {number} pageSize */
function signJournal(journal, pageSize) {
  if (journal.length < JOURNAL_HEADER) return;
  const nonce = journal.readUInt32BE(12);
  const size = pageSize + 8;
  for (let at = JOURNAL_HEADER; at + size <= journal.length; at += size) {
    let sum = nonce;
    for (let i = pageSize - 200; i > 0; i -= 200) sum = (sum + journal[at + 4 + i]) >>> 0;
    journal.writeUInt32BE(sum, at + 4 + pageSize);
  }
}

/**
 * @param {Buffer} journal
 * @param {number} pageSize
 * @param {Random} random
 */
function damageJournal(journal, pageSize, random) {
  if (journal.length < JOURNAL_HEADER + pageSize + 8) return journal;
  const size = pageSize + 8;
  const record = JOURNAL_HEADER + random.below(Math.floor((journal.length - JOURNAL_HEADER) / size)) * size;
  const number = random.pick([...EXTREMES, pageSize, 1 + random.below(60)]);
  switch (random.below(4)) {
    case 0:
      putNumber(journal, 8 + 4 * random.below(5), 4, number);
      break;
    case 1:
      putNumber(journal, record, 4, number);
      break;
    case 2:
      return Buffer.concat([journal, superJournalName(random)]);
    default:
      damagePages(journal.subarray(record + 4, record + 4 + pageSize), pageSize, random);
  }
  if (random.chance(0.8)) signJournal(journal, pageSize);
  return journal;
}

/**
 * Returns the name of a super-journal as it follows the records of a journal, in a transaction on several databases.
 * @param {Random} random
 */
function superJournalName(random) {
  const name = Buffer.from(random.pick(['/data/super', '/data/sample.db', '/data/sample.db-journal', '', '\0']));
  const end = Buffer.alloc(16);
  end.writeUInt32BE(random.chance(0.7) ? name.length : random.pick(EXTREMES), 0);
  end.writeUInt32BE(name.reduce((sum, byte) => (sum + (byte << 24 >> 24)) >>> 0, 0), 4);
  Buffer.from('d9d505f920a163d7', 'hex').copy(end, 8);
  const page = Buffer.alloc(4);
  page.writeUInt32BE(random.below(1 << 20), 0);
  return Buffer.concat([page, name, end]);
}

module.exports = { damageJournal, damageWal };
