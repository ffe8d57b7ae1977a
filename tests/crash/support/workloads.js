'use strict';

// What is interrupted: settings of SQLite, and what SQLite promises with them.

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
 * @property {number} cache size of the page cache in pages: a small one spills
 * @property {boolean} exclusive whether the connection keeps its locks
 * @property {number} autocheckpoint frames of the WAL
 * @property {number} sizeLimit what a journal is truncated to, -1 for nothing
 * @property {boolean} reader whether another connection reads meanwhile
 * @property {boolean} switching whether the journal mode changes meanwhile
 * @property {string} attached path of a second database, empty for none
 * @property {boolean} together whether a transaction on both databases is atomic
 * @property {boolean} alone whether some transactions change one of the databases
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
  together: true,
  alone: false,
};

/**
 * SQLite's documentation of `synchronous`: WAL loses the commits after the last checkpoint with NORMAL and none with
 * FULL. With FULL a deleted journal may come back until the directory is synced, which EXTRA does at once.
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
 * What SQLite relies on. With a rollback journal and NORMAL the journal's header is not held back until its content is
 * durable. Without EXTRA a database may have been made shorter while the deletion of the journal is not durable yet.
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
 * @param {Partial<Workload>} [more]
 * @returns {Workload}
 */
function workload(journal, synchronous, pageSize, more = {}) {
  const settings = Object.entries(more).map(([key, value]) => `, ${key} ${value}`).join('');
  return {
    ...DEFAULTS,
    promised: promiseOf(journal, synchronous),
    model: modelOf(journal, synchronous),
    ...more,
    name: `${journal} ${synchronous} ${pageSize}${settings}`,
    journal,
    synchronous,
    pageSize,
  };
}

const BESIDE = '/data/beside.db';
const ELSEWHERE = '/data/other/elsewhere.db';
const SMALL = 6;

const WORKLOADS = [
  workload('delete', 'full', 4096),
  workload('delete', 'full', 512, { cache: SMALL }),
  workload('delete', 'extra', 512),
  workload('delete', 'extra', 4096, { autoVacuum: 'full', cache: SMALL }),
  workload('delete', 'extra', 1024, { autoVacuum: 'incremental' }),
  workload('delete', 'normal', 4096),
  workload('delete', 'full', 1024, { exclusive: true, promised: 'now' }),
  workload('truncate', 'full', 512, { cache: SMALL }),
  workload('truncate', 'full', 4096, { autoVacuum: 'full' }),
  workload('truncate', 'normal', 1024),
  workload('persist', 'full', 4096, { cache: SMALL }),
  workload('persist', 'full', 512, { autoVacuum: 'incremental' }),
  workload('persist', 'normal', 512),
  workload('persist', 'full', 1024, { sizeLimit: 3000 }),
  workload('wal', 'full', 512, { cache: SMALL }),
  workload('wal', 'full', 4096, { autocheckpoint: 10 }),
  workload('wal', 'full', 1024, { autoVacuum: 'full', autocheckpoint: 20 }),
  workload('wal', 'full', 512, { reader: true, autocheckpoint: 8 }),
  workload('wal', 'full', 4096, { exclusive: true }),
  workload('wal', 'normal', 512, { autocheckpoint: 16 }),
  workload('wal', 'normal', 4096, { cache: SMALL, autocheckpoint: 12 }),
  workload('wal', 'normal', 1024, { autoVacuum: 'incremental' }),
  workload('delete', 'full', 1024, { switching: true }),
  workload('delete', 'extra', 512, { switching: true }),
  workload('delete', 'full', 1024, { attached: BESIDE, promised: 'now' }),
  workload('delete', 'extra', 512, { attached: ELSEWHERE, alone: true, cache: SMALL }),
  workload('truncate', 'full', 1024, { attached: ELSEWHERE, alone: true }),
  workload('persist', 'full', 512, { attached: BESIDE, alone: true }),
  workload('wal', 'full', 1024, { attached: ELSEWHERE, together: false, alone: true }),
];

module.exports = { WORKLOADS, promiseOf, workload };
