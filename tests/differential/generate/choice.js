'use strict';

const { Random } = require('../../support/random');

/** Random choices in the forms that grammars need. */
class Choice extends Random {
  /**
   * Picks by weight: `[[3, a], [1, b]]` yields `a` three times as often as `b`.
   * @template T
   * @param {readonly (readonly [number, T])[]} list
   * @returns {T}
   */
  weighted(list) {
    const sum = list.reduce((total, [weight]) => total + weight, 0);
    let rest = this.below(sum);
    for (const [weight, value] of list) {
      rest -= weight;
      if (rest < 0) return value;
    }
    throw new Error('the weights must be whole numbers');
  }

  /** Returns a whole number from `min` to `max`. @param {number} min @param {number} max */
  between(min, max) {
    return min + this.below(max - min + 1);
  }

  /**
   * Returns from `min` to `max` items.
   * @template T
   * @param {number} min @param {number} max
   * @param {(index: number) => T} make
   * @returns {T[]}
   */
  many(min, max, make) {
    return Array.from({ length: this.between(min, max) }, (_, index) => make(index));
  }

  /** Returns a list for SQL. @param {number} min @param {number} max @param {(index: number) => string} make */
  list(min, max, make) {
    return this.many(min, max, make).join(', ');
  }

  /** Returns a text with this probability, otherwise ''. @param {number} probability @param {() => string} make */
  maybe(probability, make) {
    return this.chance(probability) ? make() : '';
  }

  /**
   * Picks one or more elements of a list, in its order.
   * @template T
   * @param {readonly T[]} list
   * @returns {T[]}
   */
  some(list) {
    const chosen = list.filter(() => this.chance(0.5));
    return chosen.length > 0 ? chosen : [this.pick(list)];
  }
}

exports.Choice = Choice;
