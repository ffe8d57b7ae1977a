'use strict';

// What docs/runbook.md describes, made in a root file system with musl on x64: an app in /app whose better-sqlite3 is
// native and does not load. The command `anysqlite` is installed beside it.

const { execFileSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { PACKAGES } = require('../../support/packages');
const { TARBALL } = require('../../support/tarball');

/** @typedef {import('./container').Container} Container */

const NATIVE = 'app/node_modules/better-sqlite3';
const OURS = 'opt/anysqlite';
const QUERY = `console.log(new (require('/${NATIVE}'))(':memory:').prepare('SELECT 1').pluck().get())`;
const LOCKED = '/app/data/app.db';

/** Unpacks this package. @param {Container} place @param {string} folder */
function unpackOurs(place, folder) {
  fs.mkdirSync(place.file(folder), { recursive: true });
  execFileSync('tar', ['-xzf', TARBALL, '-C', place.file(folder), '--strip-components=1']);
}

/** Installs the command. @param {Container} place */
function installCommand(place) {
  unpackOurs(place, OURS);
  fs.chmodSync(place.file(OURS, 'bin/anysqlite.js'), 0o755);
  fs.symlinkSync(`/${OURS}/bin/anysqlite.js`, place.file('usr/bin/anysqlite'));
}

/** Makes /app anew with native better-sqlite3, whose addon is missing. @param {Container} place */
function makeApp(place) {
  fs.rmSync(place.file('app'), { recursive: true, force: true });
  fs.mkdirSync(place.file(NATIVE, 'build/Release'), { recursive: true });
  for (const name of ['lib', 'package.json']) {
    fs.cpSync(path.join(PACKAGES.native, name), place.file(NATIVE, name), { recursive: true });
  }
}

/** What stands in the place of the addon, by the name of the situation. @type {Record<string, () => Buffer>} */
const ADDONS = {
  macos: () => prebuilt('darwin-arm64'),
  arm64: () => prebuilt('linuxmusl-arm64'),
  glibc: () => prebuilt('linux-x64'),
  damaged: () => prebuilt('linuxmusl-x64').subarray(0, 1_000_000),
};

/** @param {string} platform */
const prebuilt = (platform) => fs.readFileSync(path.join(PACKAGES.native, 'prebuilds', `${platform}.node`));

/** Puts an addon in its place. @param {Container} place @param {string} name */
function breakApp(place, name) {
  makeApp(place);
  fs.writeFileSync(place.file(NATIVE, 'build/Release/better_sqlite3.node'), ADDONS[name]());
}

/** Applies the swap. @param {Container} place */
function swap(place) {
  fs.rmSync(place.file(NATIVE), { recursive: true });
  unpackOurs(place, NATIVE);
}

/**
 * Starts a process that has a database open without byte-range locks, and so owns it. Returns what ends it.
 * @param {Container} place
 */
async function own(place) {
  fs.mkdirSync(place.file(path.dirname(LOCKED)), { recursive: true });
  const owner = place.start(['node', '--no-addons', '-e', `
    const db = new (require('/${OURS}'))('${LOCKED}');
    db.exec('CREATE TABLE t (a)');
    console.log('open');
    setInterval(() => db, 1000);
  `]);
  const ended = once(owner, 'exit').then(() => { throw new Error('the owner of the database ended'); });
  await Promise.race([once(owner.stdout, 'data'), ended]);
  ended.catch(() => {});
  return () => owner.kill('SIGKILL');
}

/** Returns the message with which a second process fails. @param {Container} place */
const openLocked = (place) => place.run(['node', '--no-addons', '-e', `
  try {
    new (require('/${OURS}'))('${LOCKED}', { timeout: 0 }).exec('INSERT INTO t VALUES (1)');
  } catch (error) {
    console.log(error.name + ': ' + error.message);
  }
`]);

module.exports = { ADDONS, LOCKED, QUERY, breakApp, installCommand, makeApp, openLocked, own, swap };
