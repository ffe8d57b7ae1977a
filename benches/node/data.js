'use strict';

// Numbers and words for tables: the same ones in every run, on every driver.

const SYLLABLES = ['ba', 'ko', 'lu', 'mi', 'ra', 'te', 'so', 'ne', 'di', 'pa', 'vu', 'chi', 'zo', 'le', 'ka', 'thu'];

/**
 * Returns a function that returns integers from 0 up to, not including, a limit.
 * @param {number} seed
 */
function numbers(seed) {
  let state = (seed * 0x9e3779b9) | 1;
  return (/** @type {number} */ limit) => {
    // Xorshift: short, and equal in every engine.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/**
 * Returns a function that returns a text of so many words, of two to four syllables each.
 * @param {number} seed
 */
function texts(seed) {
  const number = numbers(seed);
  const word = () => Array.from({ length: 2 + number(3) }, () => SYLLABLES[number(SYLLABLES.length)]).join('');
  const words = Array.from({ length: 1000 }, word);
  return (/** @type {number} */ count) => (
    Array.from({ length: count }, () => words[number(words.length)]).join(' '));
}

module.exports = { numbers, texts };
