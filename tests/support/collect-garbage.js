'use strict';

const { setTimeout: delay } = require('node:timers/promises');
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
/** Collects unreachable objects. Finalizers are not called before the event loop has a turn. */
const gc = vm.runInNewContext('gc');

/** Collects unreachable objects, and runs the event loop so that finalizers are called. */
async function collectGarbage() {
  for (let turn = 0; turn < 5; turn += 1) {
    gc();
    await delay(1);
  }
}

module.exports = { collectGarbage, gc };
