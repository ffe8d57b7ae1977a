'use strict';

// One of the two packages, which executes a case in its own scratch folder.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, describeThrown } = require('./describe');

/** A file system in memory where there is one: otherwise most of the time would be spent waiting for the disk. */
const parent = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/**
 * What operations see as `s`: the main connection `db`, `open` for further connections, `note` for the arguments of
 * callbacks, and the objects that operations store.
 * @typedef {Record<string, any>} Slots
 */

class Side {
  /** @param {any} Database */
  constructor(Database) {
    this.folder = fs.realpathSync(fs.mkdtempSync(path.join(parent, 'anysqlite-differential-')));
    /** @type {any[]} */
    this.opened = [];
    /** @type {string[]} */
    this.notes = [];
    /** @type {Slots} */
    this.slots = {
      Database,
      note: (/** @type {unknown[]} */ ...values) => void this.notes.push(describe(values)),
      open: (/** @type {any} */ name, /** @type {any} */ options) => this.#open(Database, name, options),
    };
  }

  /** @param {any} Database @param {any} name @param {any} options */
  #open(Database, name, options) {
    const db = new Database(name, options);
    this.opened.push(db);
    return db;
  }

  /**
   * Performs an operation in the side's folder, and describes all of its visible effects.
   * @param {(slots: Slots) => unknown} operation
   */
  async perform(operation) {
    let value;
    let failed = false;
    process.chdir(this.folder);
    try {
      value = operation(this.slots);
      if (value instanceof Promise) value = await value;
    } catch (thrown) {
      failed = true;
      value = thrown;
    }
    const { db } = this.slots;
    const parts = [failed ? describeThrown(value) : describe(value), ...this.notes.splice(0)];
    if (db !== undefined) parts.push(`open ${db.open}, in transaction ${db.inTransaction}`);
    return { failed, value, seen: parts.join('\n').replaceAll(this.folder, '<folder>') };
  }

  /** Returns the databases of the folder. Journals contain random numbers, and the other files depend on locks. */
  files() {
    const names = fs.readdirSync(this.folder).filter((name) => !/-(wal|journal|shm|lock)$/.test(name));
    return names.sort().map((name) => ({ name, bytes: fs.readFileSync(path.join(this.folder, name)) }));
  }

  close() {
    for (const db of this.opened) {
      try {
        db.close();
      } catch {
        // An iterator was left open on purpose, and then close() is refused.
      }
    }
    // The working directory must not be the removed folder.
    process.chdir(parent);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

exports.Side = Side;
