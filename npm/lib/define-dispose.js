'use strict';

// `using` declarations end what they declare by calling [Symbol.dispose], where the runtime has it.

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
