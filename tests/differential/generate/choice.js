'use strict';

const { Random } = require('../../support/random');

/** Chance with the shapes that grammars need. */
class Choice extends Random {
  /**
   * Picks by weight: `[[3, a], [1, b]]` gives `a` three times as often as `b`.
   * @template T
   * @param {readonly (readonly [number, T])[]} list
   * @returns {T}
   */
  weighted(list) {
    const sum = list.reduce((total, [weight]) => total + weight, 0);
    let place = this.below(sum);
    for (const [weight, value] of list) {
      place -= weight;
      if (place < 0) return value;
    }
    throw new Error('the weights are whole numbers');
  }

  /** Gives a whole number from `least` to `most`. @param {number} least @param {number} most */
  between(least, most) {
    return least + this.below(most - least + 1);
  }

  /**
   * @template T
   * @param {number} least @param {number} most
   * @param {(index: number) => T} make
   * @returns {T[]}
   */
  many(least, most, make) {
    return Array.from({ length: this.between(least, most) }, (_, index) => make(index));
  }

  /** A list for SQL. @param {number} least @param {number} most @param {(index: number) => string} make */
  list(least, most, make) {
    return this.many(least, most, make).join(', ');
  }

  /** @param {number} probability @param {() => string} make */
  maybe(probability, make) {
    return this.chance(probability) ? make() : '';
  }

  /**
   * Picks some of a list, in its order, at least one.
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
