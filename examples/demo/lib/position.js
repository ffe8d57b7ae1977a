'use strict';

const UNITS_PER_DEGREE = 1e7;

/**
 * Encodes latitude and longitude as one integer that sorts from south to north. The integer has up to 63 bits, which a
 * number cannot represent exactly.
 * @param {number} latitude
 * @param {number} longitude
 * @returns {bigint}
 */
function encodePosition(latitude, longitude) {
  const north = BigInt(Math.round((latitude + 90) * UNITS_PER_DEGREE));
  const east = BigInt(Math.round((longitude + 180) * UNITS_PER_DEGREE));
  return (north << 32n) | east;
}

/**
 * @param {bigint} position
 * @returns {{ latitude: number, longitude: number }}
 */
function decodePosition(position) {
  const degrees = (/** @type {bigint} */ units, /** @type {number} */ offset) =>
    (Number(units) - offset * UNITS_PER_DEGREE) / UNITS_PER_DEGREE;
  return { latitude: degrees(position >> 32n, 90), longitude: degrees(position & 0xffffffffn, 180) };
}

module.exports = { encodePosition, decodePosition };
