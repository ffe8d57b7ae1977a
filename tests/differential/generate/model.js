'use strict';

// The generator's model of the database's content. It is corrected from the database from time to time.

/** @typedef {{ name: string, type: string, writable: boolean, key: boolean, notNull: boolean }} Column */

/**
 * @typedef {object} Table
 * @property {string} name
 * @property {Column[]} columns
 * @property {'table' | 'view' | 'text' | 'space'} kind
 * @property {boolean} [withoutRowid]
 */

/** @param {string} name */
const quotedName = (name) => {
  const isPlain = /^[a-z][a-z0-9_]*$/i.test(name) && !/^(select|order|group)$/i.test(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
};

class Model {
  constructor() {
    /** @type {Table[]} */
    this.tables = [];
    /** @type {string[]} */
    this.indexes = [];
    /** @type {string[]} */
    this.triggers = [];
    /** Open savepoints, the innermost one first. @type {string[]} */
    this.savepoints = [];
    /** User functions, as `name/arguments`. @type {string[]} */
    this.functions = [];
    /** User aggregates, as `name/arguments`. @type {string[]} */
    this.aggregates = [];
    /** The modules of virtual tables that the application has defined. @type {string[]} */
    this.modules = [];
    this.names = 0;
  }

  /** Returns an unused name. @param {string} prefix */
  newName(prefix) {
    this.names += 1;
    return `${prefix}${this.names}`;
  }

  /** @param {Table['kind'][]} kinds */
  tablesOf(...kinds) {
    return this.tables.filter(({ kind }) => kinds.includes(kind));
  }

  /**
   * Replaces the model by the result of `SCHEMA_QUERY`.
   * @param {[type: string, name: string, columns: string | null, withoutRowid: number][]} rows
   */
  learn(rows) {
    this.indexes = rows.filter(([type]) => type === 'index').map(([, name]) => name);
    this.triggers = rows.filter(([type]) => type === 'trigger').map(([, name]) => name);
    const exists = (/** @type {string} */ kind, /** @type {string} */ name) => (
      rows.some(([type, each]) => type === kind && each === name)
    );
    const views = this.tablesOf('view').filter(({ name }) => exists('view', name));
    const virtual = this.tablesOf('text', 'space').filter(({ name }) => exists('virtual', name));
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

/** The operation that reads what `learn` takes, without internal tables of SQLite and shadow tables. */
const SCHEMA_QUERY = "s.db.prepare(`select iif(m.sql like 'create virtual%', 'virtual', m.type), m.name,"
  + '   (select json_group_array(json_array(name, type, pk, hidden, "notnull")) from pragma_table_xinfo(m.name)'
  + " where m.type = 'table' and hidden <> 1),   m.sql like '%without rowid%'"
  + "   from main.sqlite_schema m   where m.name not like 'sqlite%'"
  + " and (m.name not like '%\\\\_own\\\\_%' escape '\\\\' or m.sql like 'create virtual%')`).raw().all()";

exports.Model = Model;
exports.SCHEMA_QUERY = SCHEMA_QUERY;
exports.quotedName = quotedName;
