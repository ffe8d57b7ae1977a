'use strict';

// Counts the system calls of a transaction, and takes its time without a trace: node benches/node/system-calls/run.js.
// It needs Linux and strace.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const DRIVERS = ['anysqlite', 'better-sqlite3 13.2.0'];
const MODES = ['delete', 'wal'];
const THINGS = ['read', 'lock and unlock', 'write'];
const TRACED = 200;
const TIMED = 3000;
const ROUNDS = 5;

/** What a thread does for itself, and the runtime's memory. */
const NOT_FILES = /^(futex|brk|mmap|munmap|mprotect|madvise|sched_yield|getpid|geteuid)$/;

const PROGRAM = path.join(__dirname, 'program.js');

/** @param {string[]} words */
const time = (words) => Number(execFileSync(process.execPath, [PROGRAM, ...words, String(TIMED)]));

/** How often each call is made each time. @param {string[]} words @param {string} file */
function calls(words, file) {
  execFileSync('strace', ['-o', file, process.execPath, PROGRAM, ...words, String(TRACED)]);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const [begin, end] = ['"/begin"', '"/end"'].map((mark) => lines.findIndex((line) => line.includes(mark)));
  /** @type {Record<string, number>} */
  const counts = {};
  for (const line of lines.slice(begin + 1, end)) {
    const name = line.slice(0, line.indexOf('('));
    if (!NOT_FILES.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.entries(counts).map(([name, count]) => [name, Math.round(count / TRACED)]).filter(([, count]) => count > 0);
}

/** @param {(string | number)[][]} counts */
const total = (counts) => counts.reduce((sum, [, count]) => sum + Number(count), 0);

/** @param {(string | number)[][]} counts */
const list = (counts) => counts.sort().map(([name, count]) => `${name} ${count}`).join(', ');

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-bench-'));
  try {
    console.log(`| | ${DRIVERS.join(' | ')} | time, ours ÷ native |\n| --- | --- | --- | ---: |`);
    for (const mode of MODES) {
      for (const thing of THINGS) {
        const counted = DRIVERS.map((driver) => calls([driver, mode, thing], path.join(folder, 'trace')));
        const times = DRIVERS.map((driver) => Math.min(...Array.from({ length: ROUNDS }, () => time([driver, mode, thing]))));
        const cells = counted.map((counts) => `${total(counts)}: ${list(counts)}`);
        console.log(`| ${mode}, ${thing} | ${cells.join(' | ')} | ${(times[0] / times[1]).toFixed(2)} |`);
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
