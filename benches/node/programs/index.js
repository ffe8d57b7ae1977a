'use strict';

// Real programs, on this package and on native better-sqlite3, which `cargo xtask bench` installs in the folders of
// `SIDES`. Both must return the same.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { name: OURS } = require('../../../npm/package.json');
const { rowOf } = require('../figures');
const { compareResults, inTurns } = require('../turns');

/** @import { Row } from '../figures.js' */

const TARGET = path.join(__dirname, '..', '..', '..', 'target', 'bench');

/** Where the programs are installed, and what their better-sqlite3 is. @type {Record<string, [string, string]>} */
const SIDES = {
  'anysqlite': [path.join(TARGET, 'ours'), OURS],
  'better-sqlite3': [path.join(TARGET, 'native'), 'better-sqlite3'],
};

/** The names of the programs, by their files. */
const PROGRAMS = {
  budget: 'budget (@actual-app/api)', jobs: 'queue of jobs (plainjob)', notes: 'notes (kysely)', shop: 'shop (typeorm)',
};

/** Copies the programs to both sides. */
function copyPrograms() {
  for (const [folder] of Object.values(SIDES)) {
    const isInstalled = fs.existsSync(path.join(folder, 'node_modules'));
    if (!isInstalled) throw new Error(`${folder} has no packages: run \`cargo xtask bench\``);
    for (const name of ['programs', 'clock.js', 'data.js']) {
      fs.cpSync(path.join(__dirname, '..', name), path.join(folder, name), { recursive: true });
    }
  }
}

/**
 * Runs a program in an empty folder.
 * @param {string} program @param {string} side @param {string} scratch
 * @returns {{ first: number, later: number, digest: string }}
 */
function runProgram(program, side, scratch) {
  const [folder, expected] = SIDES[side];
  const empty = fs.mkdtempSync(path.join(scratch, 'program-'));
  const args = [path.join(folder, 'programs', 'program.js'), program, empty];
  const options = { encoding: /** @type {const} */ ('utf8'), stdio: /** @type {const} */ (['ignore', 'pipe', 'pipe']) };
  const result = JSON.parse(execFileSync(process.execPath, args, { ...options, maxBuffer: 1 << 28 }));
  if (result.loaded !== expected) throw new Error(`${program} ran on ${result.loaded} instead of ${expected}`);
  fs.rmSync(empty, { recursive: true });
  return result;
}

/** @param {{ repetitions: number, folder: string }} plan @returns {Row[]} */
function programRows({ repetitions, folder }) {
  copyPrograms();
  return Object.entries(PROGRAMS).flatMap(([program, name]) => {
    console.error(`programs: ${program}`);
    const measured = inTurns(repetitions, Object.keys(SIDES), (side) => runProgram(program, side, folder));
    compareResults(measured);
    const row = (/** @type {string} */ title, /** @type {'first' | 'later'} */ run) => (
      rowOf('programs', title, 'ms', measured.map(([side, each]) => [side, each.map((one) => one[run])])));
    return [row(name, 'later'), row(`${name}, first run`, 'first')];
  });
}

module.exports = { programRows };
