'use strict';

// Gathers everything that the doctor reports: the object that --json prints.

const fs = require('node:fs');
const { examineDatabase } = require('./database');
const { thisProcess } = require('./here');
const { tryPackage } = require('./package-here');
const { absentAddons } = require('./tree/absent');
const { collect } = require('./tree/collect');
const { examineLockFiles } = require('./tree/lock-files');
const { examinePackages, readPackages } = require('./tree/packages');
const { judgeAddons } = require('./tree/addons');

/** @import { Arguments } from './arguments' */
/** @import { Here } from './here' */
/** @import { Progress } from './output/progress' */
/** @import { Collection } from './tree/collect' */

/** @import { DatabaseReport } from './database' */
/** @import { PackageHere } from './package-here' */
/** @import { Addon } from './tree/addons' */
/** @import { LockFile } from './tree/lock-files' */
/** @import { Copy, InstallScript } from './tree/packages' */
/** @import { Unreadable } from './tree/walk' */

/**
 * What --json prints; docs/DOCTOR.md describes it.
 * @typedef {object} Findings
 * @property {string[]} problems
 * @property {string[]} warnings
 * @property {string} path
 * @property {PackageHere} package
 * @property {ReturnType<typeof describe>} process
 * @property {number} files
 * @property {Addon[]} addons
 * @property {Copy[]} copies
 * @property {InstallScript[]} scripts
 * @property {LockFile[]} lockFiles
 * @property {Unreadable[]} unreadable
 * @property {DatabaseReport | null} database
 */

/** An argument that names nothing that can be examined. */
class WrongPath extends Error {}

/**
 * Examines what the arguments name.
 * @param {Arguments} args
 * @param {Progress} progress
 * @returns {Findings}
 */
function examine(args, progress) {
  const here = thisProcess();
  const ownPackage = tryPackage();
  const { tree, database } = places(args);
  const found = tree === null ? nothing(args.path, database) : collect(tree, progress.files);
  const judged = judgeAddons(found.addons, (done) => progress.addons(done, found.addons.length));
  progress.end();
  const packages = readPackages(found.packages);
  const findings = {
    path: args.path,
    package: ownPackage,
    process: describe(here),
    files: found.files,
    addons: [...judged, ...absentAddons(packages, found.addons, readPackages(found.projects), here)],
    ...examinePackages(packages),
    lockFiles: examineLockFiles(found.lockFiles),
    unreadable: found.unreadable,
    database: database === null ? null : examineDatabase(database, ownPackage),
  };
  const [wrong, doubtful] = [problems(findings), warnings(findings)];
  return args.strict
    ? { problems: [...wrong, ...doubtful], warnings: [], ...findings }
    : { problems: wrong, warnings: doubtful, ...findings };
}

/**
 * Returns the folder and the database to examine, each null if there is none.
 * @param {Arguments} args
 * @returns {{ tree: string | null, database: string | null }}
 */
function places({ path, database: named }) {
  const database = named ?? null;
  if (path.endsWith('.node')) return { tree: null, database };
  if (statOf(path).isDirectory()) return { tree: path, database };
  if (database !== null) throw new WrongPath(`${path} is no folder: name one database only`);
  return { tree: null, database: path };
}

/** @param {string} path */
function statOf(path) {
  try {
    return fs.statSync(path);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be examined (${message})`;
    throw new WrongPath(`${path} ${what}: name a folder, a .node file or a database`);
  }
}

/**
 * What is collected where there is no tree.
 * @param {string} path
 * @param {string | null} database
 * @returns {Collection}
 */
function nothing(path, database) {
  const addons = path === database ? [] : [path];
  return { files: 1, addons, packages: [], projects: [], lockFiles: [], unreadable: [] };
}

/** Returns the facts about this process that JSON can hold. @param {Here} here */
function describe({ mountsWithoutExecution: _function, ...facts }) {
  return { ...facts, execPath: process.execPath };
}

/** @typedef {Omit<Findings, 'problems' | 'warnings'>} Facts */

/** Returns a sentence for each thing because of which the exit code is 1. @param {Facts} facts */
function problems({ package: ownPackage, database }) {
  const found = [];
  if (!ownPackage.works) found.push(`this package does not work here: ${ownPackage.reason}`);
  if (database?.problem) found.push(`${database.path} ${database.problem}`);
  return found;
}

/** Returns a sentence for each thing because of which it is 1 with --strict, too. @param {Facts} facts */
function warnings({ addons, unreadable }) {
  const bad = addons.filter(({ matters, loads }) => matters && loads !== true);
  return [
    ...bad.map(({ path, reason }) => `${path} ${reason}`),
    ...unreadable.map(({ path, reason }) => `${path} was not examined: ${reason}`),
  ];
}

module.exports = { examine, WrongPath };
