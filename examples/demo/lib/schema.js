'use strict';

const TABLES = `
  CREATE TABLE countries (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    continent TEXT NOT NULL,
    details TEXT NOT NULL CHECK (json_valid(details))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE regions (
    code TEXT PRIMARY KEY,
    country TEXT NOT NULL REFERENCES countries (code),
    name TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cities (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL REFERENCES countries (code),
    region TEXT REFERENCES regions (code),
    latitude REAL NOT NULL,
    longitude REAL NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE visits (
    city INTEGER NOT NULL REFERENCES cities (id),
    traveller TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1 CHECK (times < 100),
    PRIMARY KEY (city, traveller)
  ) STRICT, WITHOUT ROWID;
`;

const SEARCH = `
  CREATE VIRTUAL TABLE search USING fts5 (city, region, country, tokenize = 'unicode61 remove_diacritics 2');

  CREATE TRIGGER search_rename AFTER UPDATE OF name ON cities BEGIN
    UPDATE search SET city = new.name WHERE rowid = new.id;
  END;
  CREATE TRIGGER search_delete AFTER DELETE ON cities BEGIN
    DELETE FROM search WHERE rowid = old.id;
  END;
`;

/**
 * @param {import('better-sqlite3').Database} db
 * @param {import('./report.js').Report} report
 */
function createSchema(db, report) {
  report.expect('journal mode', db.pragma('journal_mode = WAL', { simple: true }), 'wal');
  report.expect('foreign keys are enforced', db.pragma('foreign_keys', { simple: true }), 1);
  db.exec(TABLES);
  db.exec(SEARCH);
}

module.exports = { createSchema };
