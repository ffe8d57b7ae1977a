'use strict';

// Remembers verdicts in the user's cache folder, one file for each combination of runtime, system and binary. Where it
// cannot be read or written, nothing is remembered.

const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { isAbsolute, join } = require('node:path');
const { Buffer, JSON, now, process } = require('../intrinsics');
const { sha256 } = require('../packaged/files');

/** @import { Native } from './find-native' */
/** @import { Verdict } from './probe' */

/** How long a failure is remembered: what is missing, such as a library, may come. */
const FAILURE_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Returns the folder of the verdicts. */
function cacheFolder() {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: local } = process.env;
  if (cache !== undefined && isAbsolute(cache)) return join(cache, 'anysqlite');
  if (process.platform === 'win32' && local !== undefined) return join(local, 'anysqlite');
  return join(homedir(), '.cache', 'anysqlite');
}

/** Returns what names the system's release, with its C library. */
function systemRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/**
 * Returns the path of the file with the verdict on a binary, here.
 * @param {Native} native
 */
function pathFor({ version, digest }) {
  const { execPath, versions, platform, arch } = process;
  const { size, mtimeMs } = statSync(execPath);
  const key = JSON.stringify([version, digest, versions, platform, arch, execPath, size, mtimeMs, systemRelease()]);
  return join(cacheFolder(), `prefer-native-${sha256(Buffer.from(key))}.json`);
}

/**
 * Returns the remembered verdict, undefined if there is none.
 * @param {Native} native
 * @returns {Verdict | undefined}
 */
function recall(native) {
  try {
    const { works, reason, at } = JSON.parse(readFileSync(pathFor(native), 'utf8'));
    if (works === true) return { works, reason: '' };
    const age = now() - at;
    return works === false && typeof reason === 'string' && age >= 0 && age < FAILURE_MILLISECONDS
      ? { works, reason }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Native} native
 * @param {Verdict} verdict
 */
function remember(native, verdict) {
  try {
    const path = pathFor(native);
    const temporary = `${path}.${process.pid}`;
    mkdirSync(cacheFolder(), { recursive: true });
    writeFileSync(temporary, JSON.stringify({ ...verdict, at: now() }));
    renameSync(temporary, path);
  } catch {
    // The next start asks again.
  }
}

module.exports = { recall, remember };
