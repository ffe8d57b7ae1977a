'use strict';

// What the generator believes to be in the database. It is told the truth from time to time.

/** @typedef {{ name: string, type: string, writable: boolean, key: boolean, notNull: boolean }} Column */

/**
 * @typedef {object} Table
 * @property {string} name
 * @property {Column[]} columns
 * @property {'table' | 'view' | 'text' | 'space'} kind
 * @property {boolean} [withoutRowid]
 */

/** @param {string} name */
const quotedName = (name) => (/^[a-z][a-z0-9_]*$/i.test(name) && !/^(select|order|group)$/i.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

class Model {
  constructor() {
    /** @type {Table[]} */
    this.tables = [];
    /** @type {string[]} */
    this.indexes = [];
    /** @type {string[]} */
    this.triggers = [];
    /** Savepoints that are open. @type {string[]} */
    this.savepoints = [];
    /** The application's functions and aggregates, as `name/arguments`. @type {string[]} */
    this.functions = [];
    /** @type {string[]} */
    this.aggregates = [];
    /** The application's virtual tables. @type {string[]} */
    this.modules = [];
    this.names = 0;
  }

  /** A name that is not taken. @param {string} prefix */
  newName(prefix) {
    this.names += 1;
    return `${prefix}${this.names}`;
  }

  /** @param {Table['kind'][]} kinds */
  tablesOf(...kinds) {
    return this.tables.filter(({ kind }) => kinds.includes(kind));
  }

  /**
   * Learns what is there.
   * @param {[type: string, name: string, columns: string | null, withoutRowid: number][]} rows
   */
  learn(rows) {
    this.indexes = rows.filter(([type]) => type === 'index').map(([, name]) => name);
    this.triggers = rows.filter(([type]) => type === 'trigger').map(([, name]) => name);
    const views = this.tablesOf('view').filter(({ name }) => rows.some(([type, each]) => type === 'view' && each === name));
    const virtual = this.tablesOf('text', 'space').filter(({ name }) => rows.some(([type, each]) => type === 'virtual' && each === name));
    const tables = rows.filter(([type]) => type === 'table').map(([, name, columns, withoutRowid]) => ({
      name,
      kind: /** @type {const} */ ('table'),
      columns: columnsOf(columns ?? '[]'),
      withoutRowid: withoutRowid === 1,
    }));
    this.tables = [...tables, ...views, ...virtual];
  }
}

/** @param {string} json @returns {Column[]} */
function columnsOf(json) {
  /** @type {[string, string, number, number, number][]} */
  const rows = JSON.parse(json);
  return rows.map(([name, type, key, hidden, notNull]) => ({
    name, type, key: key > 0, writable: hidden === 0, notNull: notNull > 0,
  }));
}

/** Asks for what `learn` wants: not for the tables that SQLite and virtual tables keep for themselves. */
const WHAT_IS_THERE = `s.db.prepare(\`select iif(m.sql like 'create virtual%', 'virtual', m.type), m.name,
  (select json_group_array(json_array(name, type, pk, hidden, "notnull")) from pragma_table_xinfo(m.name) where m.type = 'table' and hidden <> 1),
  m.sql like '%without rowid%'
  from main.sqlite_schema m
  where m.name not like 'sqlite%' and (m.name not like '%\\\\_own\\\\_%' escape '\\\\' or m.sql like 'create virtual%')\`).raw().all()`
  .replaceAll('\n', ' ');

exports.Model = Model;
exports.WHAT_IS_THERE = WHAT_IS_THERE;
exports.quotedName = quotedName;
