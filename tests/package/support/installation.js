'use strict';

// Scratch folders outside the repository, with a program and the packed package installed as better-sqlite3.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { TARBALL } = require('../../support/tarball');

const PROGRAMS = path.join(__dirname, '..', 'programs');

/** @typedef {ReturnType<typeof emptyFolder>} Folder */
/** @typedef {ReturnType<typeof installation>} Installation */

/**
 * Creates an empty folder that is removed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 */
function emptyFolder(t) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite package ')));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** @param {string[]} names */
    file: (...names) => path.join(folder, ...names),

    /** Runs a command in the folder. Returns its stdout. @param {string} command @param {string[]} args */
    run: (command, ...args) => (
      execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })),

    /** Runs Node in the folder. Returns the JSON value that the script prints. @param {string[]} args */
    node: (...args) => JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })),

    /**
     * Runs Node in the folder with a script that has to fail. Returns its stderr.
     * @param {Record<string, string>} env added to the environment
     * @param {string[]} args
     */
    failure(env, ...args) {
      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd: folder, encoding: 'utf8', env: { ...process.env, ...env },
      });
      if (status === 0) throw new Error(`node ${args.join(' ')} did not fail`);
      return stderr;
    },
  };
}

/**
 * Creates a folder with a copy of one of the programs and the package in its node_modules.
 * @param {{ after(fn: () => void): void }} t the test's context
 * @param {string} program
 */
function installation(t, program) {
  const place = emptyFolder(t);
  fs.cpSync(path.join(PROGRAMS, program), place.folder, { recursive: true });
  const installed = place.file('node_modules', 'better-sqlite3');
  fs.mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', TARBALL, '-C', installed, '--strip-components=1']);
  return { ...place, installed };
}

module.exports = { emptyFolder, installation };
