'use strict';

// A database with everything that a dump may lose.

const TABLES = `
  PRAGMA user_version = 42;
  PRAGMA application_id = 1234567;
  CREATE TABLE plain(a, b TEXT, c REAL, d BLOB, e INTEGER);
  CREATE TABLE keyed(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
  CREATE TABLE "odd ""name"" [x]; --"("col ""1""", 'two words', "select" DEFAULT ';');
  CREATE TABLE without(a TEXT, b INT, c, PRIMARY KEY(b, a)) WITHOUT ROWID;
  CREATE TABLE generated(a, b AS (a + 1), c AS (a * 2) STORED, d);
  CREATE TABLE strict(i INTEGER, r REAL, t TEXT, b BLOB, a ANY) STRICT;
  CREATE TABLE hides(rowid, _rowid_ TEXT);
  CREATE TABLE nokey(k INTEGER PRIMARY KEY DESC, v);
  CREATE TABLE parent(id INTEGER PRIMARY KEY);
  CREATE TABLE child(id REFERENCES parent);
  CREATE VIRTUAL TABLE notes USING fts5(title, body);
  CREATE VIRTUAL TABLE terms USING fts5(body, content='');
  CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2, +label TEXT);
  CREATE INDEX by_name ON keyed(name COLLATE NOCASE) WHERE name IS NOT NULL;
  CREATE INDEX by_sum ON plain(a + e, lower(b));
  CREATE VIEW both AS SELECT a, b FROM plain -- a comment
  UNION ALL SELECT id, name FROM keyed /* another; */;
  CREATE TRIGGER audit AFTER INSERT ON parent BEGIN
    INSERT INTO child VALUES(CASE WHEN new.id > 0 THEN new.id END);
    DELETE FROM child WHERE id = -1;
  END;
  CREATE TRIGGER instead INSTEAD OF INSERT ON both BEGIN SELECT ';', "end"; END;`;

const ROWS = `
  INSERT INTO keyed(name) VALUES('one'), ('two'), (NULL);
  DELETE FROM keyed WHERE name = 'two';
  INSERT INTO "odd ""name"" [x]; --" VALUES('it''s', '', '-- ;'), (x'', x'00ff', NULL);
  INSERT INTO without VALUES('k', 1, 1.5), ('k', 2, 'v'), ('', -3, NULL);
  INSERT INTO generated(a, d) VALUES(1, 2), (2.5, 'x'), (NULL, NULL);
  INSERT INTO strict VALUES(1, 2, '3', x'04', 5), (NULL, 0.0, '', x'', '6');
  INSERT INTO hides VALUES('r', 'u');
  INSERT INTO nokey(rowid, k, v) VALUES(77, 5, 'five');
  INSERT INTO parent VALUES(7), (8);
  INSERT INTO child VALUES(99);
  INSERT INTO notes VALUES('hello', 'large world'), ('日本', 'text; with "quotes"');
  INSERT INTO terms(rowid, body) VALUES(5, 'contentless words');
  INSERT INTO boxes VALUES(1, 0.5, 2, 'a box'), (9, -1e9, 1e9, NULL);`;

const NUMBERS = [
  0, -0, 0.1, 1 / 3, 1e21, 1e300, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, -1.5, 123456789012345680000,
  Infinity, -Infinity,
];
const INTEGERS = [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 0n, -1n];
const TEXTS = [
  '', 'a\0b', '\0', '\\0 and \0', 'line\nbreak\r\n', '\\13 \\0 \0\r', '\r', '\\0\0_\r\\13', "'",
  '日本語 👩‍👩‍👧 é', '\ufeffmark', '\ufffd',
];
const MALFORMED = ['ff', '80c3', 'eda080', '61ff00'];

/**
 * Fills a database. The rows of `plain` have gaps in their row ids.
 * @param {import('../../../npm/index').Database} db
 */
function fillHardDatabase(db) {
  db.exec(TABLES);
  db.pragma('foreign_keys = OFF');
  db.exec(ROWS);
  const insert = db.prepare('INSERT INTO plain(rowid, a) VALUES(?, ?)');
  let row = 10;
  db.transaction(() => {
    for (const value of [...NUMBERS, ...INTEGERS, ...TEXTS, Buffer.alloc(0), Buffer.from([0, 255])]) {
      insert.run(row += 3, value);
    }
    for (const hex of MALFORMED) {
      db.prepare(`INSERT INTO plain(rowid, b) VALUES(?, CAST(x'${hex}' AS TEXT))`).run(row += 3);
    }
  })();
  db.exec('ANALYZE');
}

/**
 * Returns the whole content of a database, shadow tables included, so that equal databases are deeply equal.
 * @param {import('../../../npm/index').Database} db
 */
function contentOf(db) {
  const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();
  const isKept = ({ name }) => !/stat4/.test(name);
  const tables = schema.filter(({ type, sql }) => type === 'table' && !/VIRTUAL/.test(sql)).filter(isKept);
  const rows = tables.map(({ name }) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const columns = db.prepare('SELECT name FROM pragma_table_xinfo(?)').pluck().all(name)
      .map((column) => `"${column.replaceAll('"', '""')}"`);
    const exact = columns.map((column) => `${column}, typeof(${column}), hex(CAST(${column} AS BLOB))`);
    const hasRowId = db.prepare('SELECT 1 - wr FROM pragma_table_list WHERE name = ?').pluck().get(name) === 1;
    const select = `SELECT ${hasRowId ? 'rowid, ' : ''}${exact.join(', ')} FROM ${quoted}`;
    return { name, rows: db.prepare(select).raw().safeIntegers().all() };
  });
  const numbers = ['user_version', 'application_id', 'encoding'].map((name) => db.pragma(name, { simple: true }));
  return { schema: schema.filter(isKept), rows, numbers };
}

module.exports = { contentOf, fillHardDatabase };
