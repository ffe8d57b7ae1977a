'use strict';

// What is kept of the repetitions of a measurement.

/**
 * @typedef {{ best: number, spread: number }} Figure the best repetition, and the ratio of the worst to it
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} group
 * @property {string} unit
 * @property {Record<string, Figure>} figures by driver
 */

/** @param {number[]} numbers @returns {Figure} */
function figureOf(numbers) {
  const best = Math.min(...numbers);
  return { best, spread: Math.max(...numbers) / best };
}

/**
 * @param {string} group @param {string} name @param {string} unit
 * @param {[string, number[]][]} measured the repetitions of each driver
 * @returns {Row}
 */
function rowOf(group, name, unit, measured) {
  const figures = Object.fromEntries(measured.map(([driver, numbers]) => [driver, figureOf(numbers)]));
  return { name, group, unit, figures };
}

module.exports = { rowOf };
