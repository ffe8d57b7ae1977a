'use strict';

/** Statements, transactions, functions, aggregates and pragmas. @param {import('../program.js').Tools} tools */
module.exports = function core({ Database, file }) {
  const db = new Database(file('core.db'));
  db.exec('create table t (id integer primary key, name text, price real)');
  const insert = db.prepare('insert into t (name, price) values (@name, @price)');
  const insertAll = db.transaction((rows) => rows.map((row) => insert.run(row)));
  const written = insertAll(Array.from({ length: 500 }, (_, n) => ({ name: `row ${n}`, price: n / 8 })));
  const failed = db.transaction(() => {
    db.exec('delete from t');
    throw new Error('rolled back');
  });
  let reason = '';
  try {
    failed();
  } catch (error) {
    reason = error.message;
  }
  db.function('twice', (value) => value * 2);
  db.aggregate('joined', { start: () => [], step: (list, next) => [...list, next], result: (list) => list.join('+') });
  const iterated = [];
  for (const row of db.prepare('select id from t order by id').iterate()) {
    iterated.push(row.id);
    if (iterated.length === 3) break;
  }
  const result = {
    last: written[499],
    reason,
    get: db.prepare('select * from t where id = ?').get(7),
    all: db.prepare('select name from t where price > ? order by id limit 3').all(10),
    pluck: db.prepare('select count(*) from t').pluck().get(),
    raw: db.prepare('select id, twice(price) from t where id < 4').raw().all(),
    expanded: db.prepare('select t.id, u.name from t join t as u using (id) limit 1').expand().get(),
    columns: insert.reader || db.prepare('select id, price as cost from t').columns(),
    joined: db.prepare('select joined(id) as ids from t where id < 6').get(),
    iterated,
    page: db.pragma('page_size', { simple: true }),
    integrity: db.pragma('integrity_check'),
    version: db.prepare('select sqlite_version()').pluck().get(),
    json: db.prepare(`select json_group_array(value) from json_each('[1, 2.5, "three", null]')`).pluck().get(),
    search: search(db),
  };
  db.close();
  return result;
};

/** Full-text search. */
function search(db) {
  db.exec(`create virtual table docs using fts5(body);
    insert into docs values ('the quick brown fox'), ('a slow green turtle'), ('foxes and turtles')`);
  return db.prepare(`select rowid from docs where docs match 'fox* or turtle' order by rowid`).pluck().all();
}
