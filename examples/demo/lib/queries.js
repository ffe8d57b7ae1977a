'use strict';

const { cities, continents, languages } = require('./data-set.js');
const { decodePosition } = require('./position.js');
const { contentDigest } = require('./content-digest.js');

/** @typedef {import('better-sqlite3').Database} Database */
/** @typedef {import('./report.js').Report} Report */

/** @type {(db: Database, report: Report) => void} */
function aggregates(db, report) {
  const counts = db.prepare('SELECT country, count(*) FROM cities GROUP BY country ORDER BY country').raw().all();
  /** @type {Map<string, number>} */
  const wanted = new Map();
  for (const { country } of cities) wanted.set(country, (wanted.get(country) || 0) + 1);
  report.expect('cities by country', counts, [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)));

  report.results('cities by continent (join, group by)', db.prepare(`
    SELECT names.value AS continent, count(DISTINCT country) AS countries, count(*) AS cities,
           round(avg(latitude), 4) AS middle, round(max(latitude) - min(latitude), 4) AS degrees
    FROM cities JOIN countries ON countries.code = cities.country JOIN json_each(?) AS names ON names.key = continent
    GROUP BY continent HAVING count(*) > ? ORDER BY cities DESC
  `).all(JSON.stringify(continents), 100));
}

/** @type {(db: Database, report: Report) => void} */
function fullTextSearch(db, report) {
  const search = db.prepare(`
    SELECT snippet(search, 0, '[', ']', '…', 6) AS found, region, country, round(rank, 3) AS rank
    FROM search WHERE search MATCH ? ORDER BY search.rank, rowid LIMIT 4
  `);
  for (const words of [
    'sao paulo', 'city:san NOT region:california', '"new york"', 'koln OR zurich', 'buôn ma thuột',
  ]) {
    report.results(`search ${words}`, search.all(words));
  }
}

/** @type {(db: Database, report: Report) => void} */
function json(db, report) {
  const names = Object.entries(languages).map(([code, { name }]) => [code, name]);
  report.results('languages by countries (json_each)', db.prepare(`
    WITH names AS MATERIALIZED (SELECT key AS code, value AS language FROM json_each(?))
    SELECT language, count(*) AS countries
    FROM countries, json_each(countries.details, '$.languages') AS spoken JOIN names ON names.code = spoken.value
    GROUP BY spoken.value ORDER BY countries DESC, language LIMIT 5
  `).all(JSON.stringify(Object.fromEntries(names))));
  report.results('the euro by continent (json_extract, json_group_array)', db.prepare(`
    SELECT continent,
           json_group_array(json_object('code', code, 'capital', details ->> 'capital') ORDER BY code) AS members
    FROM countries WHERE json_extract(details, '$.currency[0]') = 'EUR' GROUP BY continent ORDER BY continent
  `).all());
}

/** @type {(db: Database, report: Report) => void} */
function windowFunctions(db, report) {
  report.results('the two largest regions of each continent (window functions)', db.prepare(`
    WITH sizes AS (
      SELECT continent, country, region, count(*) AS cities
      FROM cities JOIN countries ON countries.code = cities.country WHERE region IS NOT NULL GROUP BY region
    ), ranked AS (
      SELECT *, row_number() OVER largest AS place,
             cities - lead(cities) OVER largest AS ahead,
             sum(cities) OVER (largest ROWS UNBOUNDED PRECEDING) AS running
      FROM sizes WINDOW largest AS (PARTITION BY continent ORDER BY cities DESC, region)
    )
    SELECT continent, ranked.country, name, cities, ahead, running
    FROM ranked JOIN regions ON regions.code = ranked.region WHERE place <= 2 ORDER BY continent, place
  `).all());
}

/** @type {(db: Database, report: Report) => void} */
function resultModes(db, report) {
  report.results('longest names (pluck)', db.prepare(
    'SELECT name FROM cities ORDER BY length(name) DESC, name LIMIT 3',
  ).pluck().iterate());
  report.results('southernmost (raw)', db.prepare(
    'SELECT name, country, latitude FROM cities ORDER BY position LIMIT 3',
  ).raw().all());
  report.results('capitals (expand)', db.prepare(`
    SELECT cities.name, countries.code, countries.name, cities.latitude > 0 AS north
    FROM cities JOIN countries ON countries.code = cities.country AND details ->> '$.capital' = cities.name
    WHERE continent = ? ORDER BY countries.code, cities.id LIMIT 3
  `).expand().all('SA'));
}

/** @type {(db: Database, report: Report) => void} */
function safeIntegers(db, report) {
  const northernmost = db.prepare(
    'SELECT name, latitude, longitude, position FROM cities ORDER BY position DESC LIMIT 3',
  );
  /** @typedef {{ latitude: number, longitude: number, position: bigint }} City */
  const rows = /** @type {City[]} */ (northernmost.safeIntegers().all());
  for (const { latitude, longitude, position } of rows) {
    report.expect(`the place of ${position}`, decodePosition(position), { latitude, longitude });
  }
  report.results('northernmost (safeIntegers)', rows);
}

/** @type {(db: Database, report: Report) => void} */
function iterate(db, report) {
  /** @type {Map<string, number>} */
  const initials = new Map();
  let rows = 0;
  for (const row of db.prepare('SELECT id, name FROM cities ORDER BY id').iterate()) {
    const { id, name } = /** @type {{ id: number, name: string }} */ (row);
    if (name !== cities[id - 1].name) report.expect(`name of city ${id}`, name, cities[id - 1].name);
    const initial = name.slice(0, 1);
    initials.set(initial, (initials.get(initial) || 0) + 1);
    rows++;
  }
  report.expect('rows iterated', rows, cities.length);
  const most = [...initials].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  report.results('most frequent initials (iterate)', most.slice(0, 5));
}

/**
 * @param {Database} db
 * @param {Report} report
 */
function runQueries(db, report) {
  for (const query of [aggregates, fullTextSearch, json, windowFunctions, resultModes, safeIntegers, iterate]) {
    query(db, report);
  }
  report.line(`content ${contentDigest(db)}`);
}

module.exports = { runQueries };
