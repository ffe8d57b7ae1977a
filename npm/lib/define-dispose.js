'use strict';

// A `using` declaration calls [Symbol.dispose]() at the end of its block, in runtimes that have it.

const { Object, Reflect } = require('./intrinsics');

const { dispose } = /** @type {{ dispose?: symbol }} */ (/** @type {unknown} */ (Symbol));

/**
 * Lets `using` end the objects of a class.
 * @param {object} prototype
 * @param {() => unknown} end
 */
function defineDispose(prototype, end) {
  if (dispose === undefined) return;
  const value = {
    /** @this {unknown} */
    [dispose]() {
      Reflect.apply(end, this, []);
    },
  };
  Object.defineProperty(prototype, dispose, { value: value[dispose], writable: true, configurable: true });
}

exports.defineDispose = defineDispose;
