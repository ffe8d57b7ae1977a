'use strict';

const fs = require('node:fs');
const { textOf } = require('../here/text-of');

/**
 * Returns the numbers of the processes that have locks on a file, as `/proc/locks` shows them (Linux). 0 stands for
 * processes whose number is not shown: those of other containers, and owners of locks of open file descriptions.
 * @param {string} file
 * @returns {number[]}
 */
function processesWithLocks(file) {
  const { ino } = fs.statSync(file, { bigint: true });
  const pids = textOf('/proc/locks').split('\n').filter((line) => line.includes(`:${ino} `)).map((line) => {
    const [, pid] = / (-?\d+) [0-9a-f]+:[0-9a-f]+:\d+ /.exec(line) ?? [];
    return Math.max(0, Number(pid ?? 0));
  });
  return [...new Set(pids)].sort((a, b) => a - b);
}

module.exports = { processesWithLocks };
