'use strict';

/** @typedef {import('better-sqlite3').Database} Database */
/** @typedef {import('./report.js').Report} Report */

/** @type {(db: Database, report: Report) => void} */
function commitRename(db, report) {
  const rename = db.transaction((/** @type {string} */ code, /** @type {string} */ name) => {
    const { changes } = db.prepare('UPDATE countries SET name = ? WHERE code = ?').run(name, code);
    report.expect(`countries renamed to ${name}`, changes, 1);
    return db.prepare('UPDATE search SET country = ? WHERE rowid IN (SELECT id FROM cities WHERE country = ?)')
      .run(name, code).changes;
  });
  const renamed = rename('TR', 'Türkiye');
  const found = db.prepare("SELECT count(*) FROM search WHERE search MATCH 'country:turkiye'").pluck().get();
  report.expect('cities found by the new name of their country', found, renamed);
  report.line(`renamed the country of ${renamed} cities`);
}

/** @type {(db: Database, report: Report) => void} */
function rollBackDeletion(db, report) {
  const count = db.prepare('SELECT (SELECT count(*) FROM cities), (SELECT count(*) FROM search)').raw();
  const before = /** @type {number[]} */ (count.get());
  const reason = new Error('the demo changed its mind');
  let deleted = 0;
  const deleteAll = db.transaction((/** @type {string} */ country) => {
    deleted = db.prepare('DELETE FROM cities WHERE country = ?').run(country).changes;
    report.expect('cities left in the transaction', count.get(), before.map((n) => n - deleted));
    throw reason;
  });
  let caught;
  try {
    deleteAll('FR');
  } catch (error) {
    caught = error;
  }
  if (caught !== reason) throw new Error('the transaction did not throw its own error', { cause: caught });
  report.expect('still in a transaction', db.inTransaction, false);
  report.expect('cities after the rollback', count.get(), before);
  report.line(`deleted ${deleted} cities and rolled back`);
}

/** @type {(db: Database, report: Report) => void} */
function nestTransactions(db, report) {
  const visit = db.prepare(`
    INSERT INTO visits (city, traveller) VALUES (@city, @traveller)
    ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times
  `).pluck();
  const trip = db.transaction((/** @type {string} */ traveller, /** @type {number[]} */ cities) =>
    cities.map((city) => visit.get({ city, traveller })));
  /** @type {string[]} */
  const refused = [];
  const trips = db.transaction(() => {
    report.results('visits (upsert, returning)', [trip('Ada', [1, 2, 3]), trip('Ada', [3, 4]), trip('Grace', [3])]);
    try {
      trip('Linus', [5, 6, -1]);
    } catch (error) {
      refused.push(/** @type {{ code: string }} */ (error).code);
    }
  });
  trips.exclusive();
  report.expect('errors of the inner transaction', refused, ['SQLITE_CONSTRAINT_FOREIGNKEY']);
  report.results('visits kept (nested transaction)', db.prepare(`
    SELECT traveller, sum(times) AS times, group_concat(name, ', ' ORDER BY city) AS cities
    FROM visits JOIN cities ON cities.id = visits.city GROUP BY traveller ORDER BY traveller
  `).all());
}

/** @type {(db: Database, report: Report) => void} */
function checkConstraint(db, report) {
  /** @type {{ code?: string, message?: string }} */
  let error = {};
  try {
    db.prepare('UPDATE visits SET times = ?').run(100);
  } catch (thrown) {
    error = /** @type {{ code: string, message: string }} */ (thrown);
  }
  report.expect('code of the refused update', error.code, 'SQLITE_CONSTRAINT_CHECK');
  report.line(`refused: ${error.message}`);
}

/**
 * @param {Database} db
 * @param {Report} report
 */
function runUpdates(db, report) {
  for (const update of [commitRename, rollBackDeletion, nestTransactions, checkConstraint]) update(db, report);
}

module.exports = { runUpdates };
