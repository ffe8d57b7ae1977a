'use strict';

// The workloads that power cuts interrupt: settings of SQLite, and the durability that SQLite promises with them.

/** @import { Model } from './power-cut' */

/**
 * @typedef {'now' | 'next' | 'checkpoint'} Promised when a commit survives a power cut: once it is acknowledged, once
 * the next one is, or after a checkpoint
 *
 * @typedef {object} Workload
 * @property {string} name
 * @property {'delete' | 'truncate' | 'persist' | 'wal'} journal
 * @property {'normal' | 'full' | 'extra'} synchronous
 * @property {512 | 1024 | 4096} pageSize
 * @property {Promised} promised
 * @property {Model} model
 * @property {'none' | 'full' | 'incremental'} autoVacuum
 * @property {number} cache the size of the page cache in pages; a small one spills
 * @property {boolean} exclusive whether the connection keeps its locks
 * @property {number} autocheckpoint the size of the WAL, in frames, that starts a checkpoint
 * @property {number} sizeLimit the size that a journal is truncated to, -1 for no truncation
 * @property {boolean} reader whether another connection holds a read transaction
 * @property {boolean} switching whether the journal mode changes during the workload
 * @property {string} attached the path of a second database, empty for none
 * @property {boolean} atomic whether a transaction on both databases is atomic
 * @property {boolean} changesOne whether some transactions change one of the two databases only
 */

/** @satisfies {Partial<Workload>} */
const DEFAULTS = {
  autoVacuum: /** @type {Workload['autoVacuum']} */ ('none'),
  cache: 1000,
  exclusive: false,
  autocheckpoint: 1000,
  sizeLimit: -1,
  reader: false,
  switching: false,
  attached: '',
  atomic: true,
  changesOne: false,
};

/**
 * Returns what SQLite's documentation of `synchronous` promises. A WAL may lose the commits after the last checkpoint
 * with NORMAL, and none with FULL. With FULL, a deleted journal may reappear until the directory is synced, which EXTRA
 * does at once.
 * @param {string} journal
 * @param {string} synchronous
 * @returns {Promised}
 */
function promiseOf(journal, synchronous) {
  if (journal === 'wal') return synchronous === 'normal' ? 'checkpoint' : 'now';
  if (journal === 'delete') return synchronous === 'extra' ? 'now' : 'next';
  if (journal === 'truncate') return synchronous === 'normal' ? 'next' : 'now';
  return 'now';
}

/**
 * Returns the model of the disk that SQLite relies on. With a rollback journal and NORMAL, SQLite does not hold the
 * journal's header back until the content is durable. Without EXTRA, it may truncate the database before the deletion
 * of the journal is durable.
 * @param {string} journal
 * @param {string} synchronous
 * @returns {Model}
 */
function modelOf(journal, synchronous) {
  if (journal !== 'wal' && synchronous === 'normal') return 'ordered';
  return journal === 'delete' && synchronous === 'full' ? 'journaled' : 'cached';
}

/**
 * @param {Workload['journal']} journal
 * @param {Workload['synchronous']} synchronous
 * @param {Workload['pageSize']} pageSize
 * @param {Partial<Workload>} [overrides]
 * @returns {Workload}
 */
function workload(journal, synchronous, pageSize, overrides = {}) {
  const settings = Object.entries(overrides).map(([key, value]) => `, ${key} ${value}`).join('');
  return {
    ...DEFAULTS,
    promised: promiseOf(journal, synchronous),
    model: modelOf(journal, synchronous),
    ...overrides,
    name: `${journal} ${synchronous} ${pageSize}${settings}`,
    journal,
    synchronous,
    pageSize,
  };
}

const SAME_FOLDER = '/data/beside.db';
const OTHER_FOLDER = '/data/other/elsewhere.db';
const SMALL_CACHE = 6;

const WORKLOADS = [
  workload('delete', 'full', 4096),
  workload('delete', 'full', 512, { cache: SMALL_CACHE }),
  workload('delete', 'extra', 512),
  workload('delete', 'extra', 4096, { autoVacuum: 'full', cache: SMALL_CACHE }),
  workload('delete', 'extra', 1024, { autoVacuum: 'incremental' }),
  workload('delete', 'normal', 4096),
  workload('delete', 'full', 1024, { exclusive: true, promised: 'now' }),
  workload('truncate', 'full', 512, { cache: SMALL_CACHE }),
  workload('truncate', 'full', 4096, { autoVacuum: 'full' }),
  workload('truncate', 'normal', 1024),
  workload('persist', 'full', 4096, { cache: SMALL_CACHE }),
  workload('persist', 'full', 512, { autoVacuum: 'incremental' }),
  workload('persist', 'normal', 512),
  workload('persist', 'full', 1024, { sizeLimit: 3000 }),
  workload('wal', 'full', 512, { cache: SMALL_CACHE }),
  workload('wal', 'full', 4096, { autocheckpoint: 10 }),
  workload('wal', 'full', 1024, { autoVacuum: 'full', autocheckpoint: 20 }),
  workload('wal', 'full', 512, { reader: true, autocheckpoint: 8 }),
  workload('wal', 'full', 4096, { exclusive: true }),
  workload('wal', 'normal', 512, { autocheckpoint: 16 }),
  workload('wal', 'normal', 4096, { cache: SMALL_CACHE, autocheckpoint: 12 }),
  workload('wal', 'normal', 1024, { autoVacuum: 'incremental' }),
  workload('delete', 'full', 1024, { switching: true }),
  workload('delete', 'extra', 512, { switching: true }),
  workload('delete', 'full', 1024, { attached: SAME_FOLDER, promised: 'now' }),
  workload('delete', 'extra', 512, { attached: OTHER_FOLDER, changesOne: true, cache: SMALL_CACHE }),
  workload('truncate', 'full', 1024, { attached: OTHER_FOLDER, changesOne: true }),
  workload('persist', 'full', 512, { attached: SAME_FOLDER, changesOne: true }),
  workload('wal', 'full', 1024, { attached: OTHER_FOLDER, atomic: false, changesOne: true }),
];

module.exports = { WORKLOADS, promiseOf, workload };
