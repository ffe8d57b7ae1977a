'use strict';

// A folder with a program in it and the packed package installed as better-sqlite3, far from this repository's own.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { TARBALL } = require('./tarball');

const PROGRAMS = path.join(__dirname, '..', 'programs');

/** @typedef {ReturnType<typeof emptyFolder>} Folder */

/**
 * An empty folder, gone when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 */
function emptyFolder(t) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite package ')));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    /** @param {string[]} names */
    file: (...names) => path.join(folder, ...names),

    /** Runs a program there; gives what it prints. @param {string} command @param {string[]} args */
    run: (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),

    /** Runs a script of Node there; gives the JSON that it prints. @param {string[]} args */
    node: (...args) => JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })),

    /** Runs a script of Node there that fails; gives what it says. @param {Record<string, string>} env @param {string[]} args */
    failure(env, ...args) {
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
      if (status === 0) throw new Error(`node ${args.join(' ')} did not fail`);
      return stderr;
    },
  };
}

/**
 * A copy of one of the programs, with the package.
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
