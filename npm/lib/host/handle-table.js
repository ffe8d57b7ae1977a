'use strict';

/**
 * Objects by numbers, by which the guest refers to them. Numbers of removed objects are used again.
 * @template T
 */
class HandleTable {
  constructor() {
    /** @type {(T | undefined)[]} */
    this.objects = [];
    /** @type {number[]} */
    this.free = [];
  }

  /**
   * Adds an object. Returns its number.
   * @param {T} object
   */
  add(object) {
    const number = this.free.pop() ?? this.objects.length;
    this.objects[number] = object;
    return number;
  }

  /**
   * Returns the object of a number.
   * @param {number} number
   * @returns {any}
   */
  get(number) {
    return this.objects[number];
  }

  /** @param {number} number */
  remove(number) {
    this.objects[number] = undefined;
    this.free.push(number);
  }
}

exports.HandleTable = HandleTable;
