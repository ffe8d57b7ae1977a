'use strict';

const { cities, regions, countries } = require('./data-set.js');
const { contentDigest } = require('./content-digest.js');

/**
 * Checks a database that the demo has filled, updated and closed.
 * @param {import('better-sqlite3').Database} db
 * @param {import('./report.js').Report} report
 */
function checkReopened(db, report) {
  report.expect('journal mode', db.pragma('journal_mode', { simple: true }), 'wal');
  report.expect('integrity check', db.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
  report.expect('foreign key check', db.pragma('foreign_key_check'), []);
  db.prepare("INSERT INTO search (search) VALUES ('integrity-check')").run();

  const count = (/** @type {string} */ table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const totals = {
    countries: count('countries'), regions: count('regions'), cities: count('cities'),
    search: count('search'), visits: count('visits'),
  };
  report.expect('totals', totals, {
    countries: Object.keys(countries).length, regions: regions.length, cities: cities.length,
    search: cities.length, visits: 5,
  });
  report.results('totals after reopening', [totals]);
  report.line(`content ${contentDigest(db)}`);
  report.line('integrity ok');
}

module.exports = { checkReopened };
