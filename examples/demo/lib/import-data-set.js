'use strict';

const { cities, regions, countries } = require('./data-set.js');
const { encodePosition } = require('./position.js');

const BATCH = 25000;

/** @typedef {import('better-sqlite3').Database} Database */

/** @param {Database} db */
function importCountries(db) {
  const insert = db.prepare('INSERT INTO countries VALUES (?, ?, ?, ?)');
  for (const [code, { name, continent, ...details }] of Object.entries(countries)) {
    insert.run(code, name, continent, JSON.stringify(details));
  }
}

/** @param {Database} db */
function importRegions(db) {
  const insert = db.prepare('INSERT INTO regions VALUES ($code, $country, $name)');
  for (const { code, name } of regions) insert.run({ code, name, country: code.slice(0, 2) });
}

/**
 * @param {Database} db
 * @returns {(from: number, to: number) => void}
 */
function citiesImporter(db) {
  const known = new Set(regions.map((region) => region.code));
  const insert = db.prepare(`
    INSERT INTO cities (name, country, region, latitude, longitude, position)
    VALUES (@name, @country, @region, @latitude, @longitude, @position)
  `);
  return (from, to) => {
    for (const { name, country, admin1, lat, lng } of cities.slice(from, to)) {
      const code = `${country}.${admin1}`;
      const region = known.has(code) ? code : null;
      const [latitude, longitude] = [Number(lat), Number(lng)];
      insert.run({ name, country, region, latitude, longitude, position: encodePosition(latitude, longitude) });
    }
  };
}

/** @param {Database} db */
function buildIndexes(db) {
  db.exec(`
    INSERT INTO search (rowid, city, region, country)
      SELECT cities.id, cities.name, regions.name, countries.name
      FROM cities JOIN countries ON countries.code = cities.country LEFT JOIN regions ON regions.code = cities.region;
    CREATE INDEX cities_by_place ON cities (country, region);
    CREATE INDEX cities_by_position ON cities (position);
    ANALYZE;
  `);
}

/**
 * @param {Database} db
 * @param {import('./report.js').Report} report
 */
function importDataSet(db, report) {
  db.transaction(() => {
    importCountries(db);
    importRegions(db);
  })();
  const importBatch = db.transaction(citiesImporter(db));
  for (let from = 0; from < cities.length; from += BATCH) importBatch.immediate(from, from + BATCH);
  db.transaction(buildIndexes)(db);
  const imported = db.prepare(`
    SELECT (SELECT count(*) FROM countries) countries, (SELECT count(*) FROM regions) regions,
           (SELECT count(*) FROM cities) cities, (SELECT count(*) FROM search) search
  `).get();
  report.expect('imported rows', imported, {
    countries: Object.keys(countries).length,
    regions: regions.length,
    cities: cities.length,
    search: cities.length,
  });
  report.results('imported', [imported]);
}

module.exports = { importDataSet };
