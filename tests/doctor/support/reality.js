'use strict';

// What really happens when an addon is loaded: each is loaded in a process of its own, on any runtime of
// tests/portability.

const { spawn, spawnSync } = require('node:child_process');
const path = require('node:path');
const { prepare } = require('../../portability/runtimes');

const DOCTOR = path.join(__dirname, '..', '..', '..', 'npm', 'bin', 'anysqlite.js');
const LOADER = path.join(__dirname, 'load-addon.js');

/** How many processes load addons at once. */
const AT_ONCE = 2;

/** Milliseconds after which a process that loads an addon counts as hanging. */
const TIMEOUT = 60_000;

/**
 * A runtime: how it runs the doctor, and what it makes of addons.
 * @param {string} name of tests/portability/targets.js
 */
function runtime(name) {
  const { command, args, env } = prepare(name);
  const options = { env: { ...process.env, NODE_OPTIONS: '', ...env }, timeout: TIMEOUT };

  /** Loads one addon. @param {string} file @returns {Promise<{ loads: boolean, said: string }>} */
  const load = (file) => new Promise((resolve, reject) => {
    const child = spawn(command, [...args, LOADER, file], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (data) => { output += data; });
    child.stderr.on('data', (data) => { errors += data; });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const reason = /(?:Error|TypeError): (.*)/.exec(errors)?.[1] ?? errors.trim().slice(0, 200);
      resolve({ loads: output.includes('LOADED'), said: `${signal ?? `exit ${code}`}: ${reason}` });
    });
  });

  return {
    /** Returns the doctor's report, with paths as Linux has them. @param {string[]} doctorArgs */
    doctor(...doctorArgs) {
      const { status, stdout, stderr } = spawnSync(command, [...args, DOCTOR, 'doctor', '--json', ...doctorArgs], {
        ...options, encoding: 'utf8', maxBuffer: 1e9,
      });
      if (stdout === '') throw new Error(`the doctor on ${name} exited with ${status}: ${stderr}`);
      const report = JSON.parse(stdout);
      // Wine's drive Z: is the root of Linux.
      for (const addon of report.addons) addon.path = addon.path.replace(/^[Zz]:/, '').replaceAll('\\', '/');
      return report;
    },

    /** Returns what happens to each addon. @param {string[]} files */
    async loadAll(files) {
      const results = new Map();
      const queue = [...files];
      const work = async () => {
        for (let file = queue.shift(); file !== undefined; file = queue.shift()) results.set(file, await load(file));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return results;
    },
  };
}

module.exports = { runtime };
