'use strict';

// An application with its own node_modules, in a scratch folder.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PACKAGES } = require('../../support/packages');
const { prepare } = require('../../portability/runtimes');
const { scratchFolder } = require('../../support/scratch-folder');

const OWN_NAME = '@anysqlite/better-sqlite3';

/** What of this package is installed: what runs. */
const OWN_PARTS = ['package.json', 'lib', 'wasm', 'shim', 'bin'];

/** What of native better-sqlite3 is installed: what runs on this machine. */
const NATIVE_PARTS = ['package.json', 'lib', path.join('prebuilds', `linux-${process.arch}.node`)];

/** The program: it answers a query, and says by what. */
const MAIN = `
  const Database = require('${OWN_NAME}/prefer-native');
  const db = new Database(':memory:');
  console.log(JSON.stringify({ engine: Database.anysqlite.engine, answer: db.prepare('SELECT 42').pluck().get() }));
`;

/** Milliseconds after which a program is taken for hanging. */
const TIMEOUT = 60_000;

/** Copies the parts of a package. */
function install(from, parts, to) {
  for (const part of parts) {
    fs.mkdirSync(path.dirname(path.join(to, part)), { recursive: true });
    fs.cpSync(path.join(from, part), path.join(to, part), { recursive: true });
  }
}

/**
 * Creates an application that has this package and, under a name, native better-sqlite3.
 * @param {{ after(fn: () => void): void }} t
 * @param {{ native?: string | null, own?: string }} [names] null for an application without native better-sqlite3
 */
function application(t, { native = 'better-sqlite3', own = OWN_NAME } = {}) {
  const { folder, file, write } = scratchFolder(t);
  install(PACKAGES.ours, OWN_PARTS, file('node_modules', own));
  const nativeFolder = native === null ? '' : file('node_modules', native);
  if (native !== null) install(PACKAGES.native, NATIVE_PARTS, nativeFolder);
  write('main.cjs', MAIN.replace(OWN_NAME, own));

  /** Runs a program on a runtime. */
  const run = (runtime, { args = [], main = 'main.cjs', env = {} } = {}) => {
    const { command, args: own, env: environment } = prepare(runtime);
    const child = spawnSync(command, [...own, ...args, file(main)], {
      cwd: folder, encoding: 'utf8', timeout: TIMEOUT,
      env: { ...process.env, ...environment, XDG_CACHE_HOME: file('cache'), ...env },
    });
    if (child.error) throw child.error;
    return child;
  };

  /** Runs the program, and returns what it prints with the warnings of this package. */
  const answer = (runtime = 'node24', options = {}) => {
    const { status, signal, stdout, stderr } = run(runtime, options);
    if (status !== 0) throw new Error(`the program ended with ${signal ?? status}: ${stderr}`);
    const warnings = stderr.split('\n').filter((line) => line.includes('NATIVE_SQLITE_NOT_USED'));
    return { ...JSON.parse(stdout), warnings };
  };

  return {
    answer, file, run, write,
    addon: path.join(nativeFolder, NATIVE_PARTS[2]),
    /** Returns the remembered verdicts, by path. */
    verdicts: () => fs.readdirSync(file('cache', 'anysqlite')).map((name) => file('cache', 'anysqlite', name)),
  };
}

module.exports = { OWN_NAME, application };
