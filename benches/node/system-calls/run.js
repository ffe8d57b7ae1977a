'use strict';

// Counts the system calls of a transaction, and measures its time in runs that are not traced:
// node benches/node/system-calls/run.js. Writes them to benches/results.json. Needs Linux and strace.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { updateSystemCalls } = require('../results');

const DRIVERS = ['anysqlite', 'better-sqlite3'];
const MODES = ['delete', 'wal'];
const OPERATIONS = ['read', 'lock and unlock', 'write'];
const TRACED = 200;
const TIMED = 3000;
const ROUNDS = 5;

/** Calls that do not concern files: memory, threads and process information. */
const NOT_FILES = /^(futex|brk|mmap|munmap|mprotect|madvise|sched_yield|getpid|geteuid)$/;

const PROGRAM = path.join(__dirname, 'program.js');

/** Returns the nanoseconds of one operation. @param {string[]} args */
const time = (args) => Number(execFileSync(process.execPath, [PROGRAM, ...args, String(TIMED)]));

/** Returns how often one operation makes each call. @param {string[]} args @param {string} file the trace */
function calls(args, file) {
  execFileSync('strace', ['-o', file, process.execPath, PROGRAM, ...args, String(TRACED)]);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const [begin, end] = ['"/begin"', '"/end"'].map((mark) => lines.findIndex((line) => line.includes(mark)));
  /** @type {Record<string, number>} */
  const counts = {};
  for (const line of lines.slice(begin + 1, end)) {
    const name = line.slice(0, line.indexOf('('));
    if (!NOT_FILES.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.entries(counts)
    .map(([name, count]) => [name, Math.round(count / TRACED)])
    .filter(([, count]) => count > 0);
}

/** @param {(string | number)[][]} counts */
const total = (counts) => counts.reduce((sum, [, count]) => sum + Number(count), 0);

/** @param {(string | number)[][]} counts */
const list = (counts) => counts.sort().map(([name, count]) => `${name} ${count}`).join(', ');

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
  try {
    const rows = [];
    for (const mode of MODES) {
      for (const operation of OPERATIONS) {
        const counted = DRIVERS.map((driver) => calls([driver, mode, operation], path.join(folder, 'trace')));
        const times = DRIVERS.map((driver) => (
          Math.min(...Array.from({ length: ROUNDS }, () => time([driver, mode, operation])))));
        const cells = counted.map((counts) => `${total(counts)}: ${list(counts)}`);
        const [ours, native] = cells;
        rows.push({ name: `${mode}, ${operation}`, ours, native, ratio: times[0] / times[1] });
      }
    }
    updateSystemCalls(rows);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
