'use strict';

const { Object } = require('./intrinsics');

/**
 * Defines the members of an object on another, as Object.assign() would do. Assigning fails for names that a frozen
 * Object.prototype has, such as `toString`.
 * @param {object} target
 * @param {object} members
 */
function defineMembers(target, members) {
  Object.defineProperties(target, Object.getOwnPropertyDescriptors(members));
}

exports.defineMembers = defineMembers;
