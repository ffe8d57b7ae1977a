'use strict';

// What is to be done when the program ends. One list and one set of listeners serve every copy and version of this
// package that a thread loads: hot reloading and test runners load many. The list keeps a copy in memory only while
// that copy has something to do.

/** Names the list among the properties of `process`. The number is that of the list's meaning. */
const KEY = Symbol.for('anysqlite.atExit.1');

/** @typedef {Set<() => void>} Tasks */

/** @param {Tasks} tasks */
function listen(tasks) {
  /** Whether the event loop has nothing left to do. */
  let endsByItself = false;

  /**
   * In the main thread the tasks are run only if the program ends by itself, not by process.exit() or an error, as
   * better-sqlite3 closes databases. In a worker always.
   */
  const runTasks = () => {
    if (!endsByItself && require('node:worker_threads').isMainThread) return;
    for (const task of tasks) {
      try {
        task();
      } catch {
        // The tasks of other copies are run all the same.
      }
    }
  };

  process.on('beforeExit', () => {
    endsByItself = true;
    // Behind the application's own exit handlers, which may still use their databases.
    process.removeListener('exit', runTasks);
    process.on('exit', runTasks);
  });
  process.on('exit', runTasks);
}

/** Returns the list that another copy has made, undefined if there is none that can be used. */
function existingTasks() {
  try {
    const found = /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (process))[KEY];
    Set.prototype.has.call(found, undefined);
    return /** @type {Tasks} */ (found);
  } catch {
    return undefined;
  }
}

/** @returns {Tasks} */
function newTasks() {
  /** @type {Tasks} */
  const tasks = new Set();
  listen(tasks);
  // Other copies have lists of their own if this fails.
  Reflect.defineProperty(process, KEY, { value: tasks, configurable: true });
  return tasks;
}

/** @type {Tasks | undefined} */
let list;

/**
 * Has a task run when the program ends.
 * @param {() => void} task
 */
function runAtExit(task) {
  list ??= existingTasks() ?? newTasks();
  list.add(task);
}

/** @param {() => void} task */
function doNotRunAtExit(task) {
  list?.delete(task);
}

module.exports = { doNotRunAtExit, runAtExit };
