'use strict';

// /data of a container, and what Supervisor does with it.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const { promisify } = require('node:util');

/** @typedef {import('./container').Container} Container */

/** Empties /data, as for an app that is installed anew. @param {Container} place */
function clear(place) {
  fs.rmSync(place.file('data'), { recursive: true, force: true });
  fs.mkdirSync(place.file('data'));
}

/** Puts a copy in the place of /data, as Supervisor restores. @param {Container} place @param {string} copy */
function restore(place, copy) {
  fs.rmSync(place.file('data'), { recursive: true, force: true });
  fs.cpSync(copy, place.file('data'), { recursive: true, preserveTimestamps: true });
}

/**
 * Backs /data up to a folder as Supervisor does: file by file, between two commands if the app runs.
 * @param {Container} place
 * @param {string} copy
 * @param {{ backup_pre: string, backup_post: string } | null} commands null if the app does not run
 */
async function backUp(place, copy, commands) {
  if (commands) await inside(place, commands.backup_pre);
  await promisify(execFile)('cp', ['-a', `${place.file('data')}/.`, copy]);
  if (commands) await inside(place, commands.backup_post);
}

/** Runs a command of config.yaml; its quoting is that of a shell. @param {Container} place @param {string} command */
async function inside(place, command) {
  const { status, output } = await place.run(['/bin/sh', '-c', `exec ${command}`]);
  if (status !== 0) throw new Error(`${command} failed with ${status}:\n${output}`);
}

module.exports = { backUp, clear, inside, restore };
