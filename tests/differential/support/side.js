'use strict';

// One of the two packages, executing a case.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, describeThrown } = require('./describe');

/** Memory, where there is a file system of it: waiting for a disk would be most of the time. */
const place = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/**
 * What operations find under the name `s`: the main connection `db`, `open` for others, `note` for what callbacks see,
 * and whatever they keep there.
 * @typedef {Record<string, any>} Slots
 */

class Side {
  /** @param {any} Database */
  constructor(Database) {
    this.folder = fs.realpathSync(fs.mkdtempSync(path.join(place, 'anysqlite-differential-')));
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
   * Performs an operation in the side's folder, and describes everything that can be seen of it.
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

  /** Gives the databases of the folder. Journals hold random numbers, the other files tell who locks what. */
  files() {
    const names = fs.readdirSync(this.folder).filter((name) => !/-(wal|journal|shm|lock)$/.test(name));
    return names.sort().map((name) => ({ name, bytes: fs.readFileSync(path.join(this.folder, name)) }));
  }

  close() {
    for (const db of this.opened) {
      try {
        db.close();
      } catch {
        // An iterator was left open on purpose; then close() is refused.
      }
    }
    // Nobody can be in a folder that is gone.
    process.chdir(place);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

exports.Side = Side;
