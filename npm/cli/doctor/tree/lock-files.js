'use strict';

// Lock files of this package (`<database>-lock`), and whether their owners are alive. The guest decides by the same
// facts who may take over (crates/sqlite-wasm/src/vfs/lock); here they are only told.

const fs = require('node:fs');
const { exists } = require('../here/exists');
const { textOf } = require('../here/text-of');

/** @typedef {'in use' | 'left behind' | 'unknown' | 'incomplete'} State */
/** @typedef {{ path: string, state: State, reason: string }} LockFile */

const TITLE = 'anysqlite lock 1\n';

/** Larger files are none. */
const MAX_BYTES = 4096;

/**
 * Returns what is known of those files that are lock files of this package.
 * @param {string[]} paths
 * @returns {LockFile[]}
 */
const examineLockFiles = (paths) => paths.flatMap((file) => {
  const text = readLockFile(file);
  return text === undefined ? [] : [{ path: file, ...stateOf(text) }];
});

/** Returns the text of a lock file, or undefined if the file is none. @param {string} file */
function readLockFile(file) {
  try {
    const stat = fs.lstatSync(file);
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
    const text = fs.readFileSync(file, 'utf8');
    return text.startsWith(TITLE) || (text === '' && isBesideDatabase(file)) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file */
const isBesideDatabase = (file) => exists(file.slice(0, -'-lock'.length));

/** @param {string} text @returns {{ state: State, reason: string }} */
function stateOf(text) {
  const fields = new Map(text.split('\n').slice(1, -1).map((line) => {
    const [name, ...value] = line.split(' ');
    return [name, value.join(' ')];
  }));
  if (!fields.has('file')) {
    return { state: 'incomplete', reason: 'is incomplete, as a process leaves it that was killed while it created ' +
      'the file; ' +
      'if no process uses the database, delete the file' };
  }
  const host = fields.get('host') || 'an unnamed host';
  const owner = `process ${fields.get('pid')} on ${host} since ${fields.get('since')}`;
  return describeOwner(owner, fields);
}

/** @param {string} owner @param {Map<string, string>} fields @returns {{ state: State, reason: string }} */
function describeOwner(owner, fields) {
  /** @type {{ state: State, reason: string }} */
  const unknown = { state: 'unknown', reason: `names ${owner}, and this process cannot tell whether that ` +
    'one still runs; if it does not, delete the file' };
  const boot = textOf('/proc/sys/kernel/random/boot_id').trim();
  if (fields.get('held') === '1' || boot === '' || fields.get('boot') === '') return unknown;
  if (boot !== fields.get('boot')) {
    return { state: 'left behind', reason: `was left behind by ${owner}, before this system was started; where ` +
      'its file ' +
      'system belongs to this machine alone, the next process to open the database takes over' };
  }
  if (namespace() !== fields.get('namespace')) return unknown;
  if (startTime(fields.get('pid')) === fields.get('started')) {
    return { state: 'in use', reason: `says that ${owner} uses the database` };
  }
  return { state: 'left behind', reason: `was left behind by ${owner}, which has ended; the next process to open ` +
    'the database ' +
    'takes over' };
}

function namespace() {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/**
 * Returns when a process started, in ticks since the system was started; undefined if it has ended.
 * @param {string} [pid]
 */
function startTime(pid) {
  // The second field, the program's name, may contain blanks and brackets. The state follows it.
  const fields = textOf(`/proc/${pid}/stat`).split(')').pop()?.trim().split(' ') ?? [];
  return ['Z', 'X'].includes(fields[0]) ? undefined : fields[19];
}

module.exports = { examineLockFiles };
