'use strict';

// Kinds of SQLite's work that the other trials leave out, in memory.

const { texts, numbers } = require('../data');
const { ROWS, fill, onRows } = require('./small-table');

/** @import { Trial } from './index.js' */

const DOCUMENTS = 2000;
const POINTS = 5000;

/**
 * Returns a trial of SQLite's work that does not use the small table.
 * @param {string} name
 * @param {number} operations
 * @param {(db: any) => () => unknown} prepare
 * @param {string} [needs]
 * @returns {Trial}
 */
const trial = (name, operations, prepare, needs) => (
  { name, group: 'features', file: false, operations, needs, prepare });

/** @param {any} db */
function fillDocuments(db) {
  db.exec('CREATE TABLE documents (id INTEGER PRIMARY KEY, body TEXT)');
  const insert = db.prepare('INSERT INTO documents (body) VALUES (?)');
  const text = texts(1);
  db.transaction(() => {
    for (let i = 0; i < DOCUMENTS; ++i) insert.run(text(40));
  })();
}

/** @param {any} db */
function fillObjects(db) {
  db.exec('CREATE TABLE objects (id INTEGER PRIMARY KEY, content TEXT)');
  const insert = db.prepare('INSERT INTO objects (content) VALUES (?)');
  const [text, number] = [texts(2), numbers(2)];
  db.transaction(() => {
    for (let i = 0; i < DOCUMENTS; ++i) {
      const tags = [text(1), text(1), text(1)];
      insert.run(JSON.stringify({ id: i, name: text(3), price: number(10_000) / 100, tags, nested: { deep: [i] } }));
    }
  })();
}

/** @param {any} db */
function fillBoxes(db) {
  db.exec('CREATE VIRTUAL TABLE boxes USING rtree (id, left, right, bottom, top)');
  const insert = db.prepare('INSERT INTO boxes VALUES (?, ?, ?, ?, ?)');
  const number = numbers(3);
  db.transaction(() => {
    for (let i = 1; i <= POINTS; ++i) {
      const [x, y] = [number(1000), number(1000)];
      insert.run(i, x, x + number(10), y, y + number(10));
    }
  })();
}

/** Returns a `prepare` that fills a table, and gets one row again and again. */
const getting = (/** @type {(db: any) => void} */ fillTable, /** @type {string} */ sql) => (/** @type {any} */ db) => {
  fillTable(db);
  const statement = db.prepare(sql);
  return () => statement.get();
};

const FULL_TEXT = 'CREATE VIRTUAL TABLE found USING fts5 (body)';
const INDEX_TEXT = 'INSERT INTO found (rowid, body) SELECT id, body FROM documents';

/** @param {any} db */
function fillFullText(db) {
  fillDocuments(db);
  db.exec(`${FULL_TEXT}; ${INDEX_TEXT}`);
}

const RANKED = 'SELECT sum(rank) FROM (SELECT rank FROM found WHERE found MATCH '
  + "'ba* AND ko* NOT luka*' ORDER BY rank LIMIT 50)";
const SNIPPETS = "SELECT group_concat(s) FROM (SELECT snippet(found, 0, '<', '>', '…', 8) AS s FROM found"
  + " WHERE found MATCH 'mi* OR thu*' LIMIT 20)";
const EXTRACTED = "SELECT sum(content ->> '$.price'), max(json_extract(content, '$.nested.deep[0]')) FROM objects";
const UNNESTED = "SELECT count(DISTINCT value) FROM objects, json_each(objects.content, '$.tags')";
const BUILT = "SELECT sum(length(json_set(content, '$.seen', 1, '$.name', upper(content ->> '$.name')))) FROM objects";
const RANKS = 'SELECT sum(r) FROM (SELECT rank() OVER (PARTITION BY integer % 100 ORDER BY real DESC) AS r FROM small)';
const MOVING = 'SELECT max(m) FROM (SELECT avg(real) OVER (ORDER BY integer ROWS 9 PRECEDING) AS m FROM small)';
const COUNTING = 'WITH RECURSIVE c (i, x) AS (SELECT 1, 1 UNION ALL SELECT i + 1, (x * 1103515245 + 12345) % 2147483648'
  + ` FROM c WHERE i < ${ROWS}) SELECT max(x) FROM c`;
const NEAR = 'SELECT count(*) FROM boxes WHERE left < 600 AND right > 400 AND bottom < 600 AND top > 400';

/** @type {Trial[]} */
module.exports = [
  trial('full text: index, per document', DOCUMENTS, (db) => {
    fillDocuments(db);
    return () => db.exec(`${FULL_TEXT}; ${INDEX_TEXT}; DROP TABLE found`);
  }, 'fts5'),
  trial('full text: ranked query', 1, getting(fillFullText, RANKED), 'fts5'),
  trial('full text: snippets', 1, getting(fillFullText, SNIPPETS), 'fts5'),
  trial('JSON: extract, per row', DOCUMENTS, getting(fillObjects, EXTRACTED)),
  trial('JSON: json_each, per row', DOCUMENTS, getting(fillObjects, UNNESTED)),
  trial('JSON: json_set, per row', DOCUMENTS, getting(fillObjects, BUILT)),
  onRows('features', 'window: rank in partitions, per row', ROWS, RANKS, (statement) => statement.get()),
  onRows('features', 'window: moving average, per row', ROWS, MOVING, (statement) => statement.get()),
  trial('recursive CTE, per step', ROWS, getting(() => {}, COUNTING)),
  trial('R-Tree: insert, per box', POINTS, (db) => () => {
    fillBoxes(db);
    db.exec('DROP TABLE boxes');
  }, 'rtree'),
  trial('R-Tree: boxes in a window', 1, getting(fillBoxes, NEAR), 'rtree'),
  trial('delete every third row, per row', Math.floor(ROWS / 3), (db) => {
    fill(db);
    db.exec('CREATE INDEX small_text ON small (text)');
    return () => db.exec('BEGIN; DELETE FROM small WHERE integer % 3 = 0; ROLLBACK');
  }),
  trial('VACUUM, per row', ROWS, (db) => {
    fill(db);
    return () => db.exec('VACUUM');
  }),
];
