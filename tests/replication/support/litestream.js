'use strict';

// Litestream, which replicates a database to a folder.

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { sleep } = require('../../sharing/support/soak');
const { ROOT } = require('../../support/packages');

/** The programs that `cargo xtask setup` installs, by their release. */
const PROGRAMS = { 0.5: 'target/python/bin/litestream', 0.3: 'target/litestream-0.3/bin/litestream' };

const RELEASES = ['0.5', '0.3'];

/** Milliseconds after which a program that does not end is killed. */
const TIMEOUT = 60_000;

/** Returns the program of a release. @param {string} release */
function programOf(release) {
  const program = path.join(ROOT, PROGRAMS[release]);
  if (!fs.existsSync(program)) throw new Error(`${program} is missing: \`cargo xtask setup\` installs it`);
  return program;
}

/** Returns a configuration with short intervals: Litestream checkpoints every half second, and every 50 pages. */
const configuration = (database, replica) => `
dbs:
  - path: ${database}
    monitor-interval: 20ms
    checkpoint-interval: 500ms
    min-checkpoint-page-count: 50
    replicas:
      - type: file
        path: ${replica}
        sync-interval: 20ms
`;

/** One release of Litestream with a database and a replica, which is a folder. At most one process runs. */
class Litestream {
  /**
   * @param {{ after(fn: () => unknown): void }} t
   * @param {string} release
   * @param {string} database
   * @param {string} replica
   */
  constructor(t, release, database, replica) {
    this.program = programOf(release);
    this.database = database;
    this.configuration = `${replica}.yml`;
    fs.writeFileSync(this.configuration, configuration(database, replica));
    /** What all of its processes have written. */
    this.log = '';
    /** @type {import('node:child_process').ChildProcess | null} */
    this.process = null;
    t.after(() => this.kill());
  }

  /**
   * Starts to replicate.
   * @param {{ blocks?: number }} [limits] `blocks`: no file can become larger than so many pieces of 512 bytes
   */
  start({ blocks } = {}) {
    const args = ['replicate', '-config', this.configuration];
    const limit = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
    const [command, ...rest] = blocks === undefined ? [this.program] : ['sh', '-c', limit, 'sh', this.program];
    this.process = spawn(command, [...rest, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => { this.log += text; });
    }
    this.ended = new Promise((resolve) => { this.process?.once('close', (...how) => resolve(how)); });
  }

  /** Kills the process. */
  async kill() {
    if (this.process === null) return;
    this.process.kill('SIGKILL');
    this.process = null;
    await this.ended;
  }

  /**
   * Ends the process as a system does: it replicates what is new before it exits. Its status says nothing: release 0.3
   * exits with 1 if the signal comes during a checkpoint.
   */
  async stop() {
    const timer = setTimeout(() => this.process?.kill('SIGKILL'), TIMEOUT);
    this.process?.kill('SIGTERM');
    const [, signal] = await this.ended;
    clearTimeout(timer);
    this.process = null;
    if (signal !== null) throw new Error(`Litestream ended with ${signal}\n${this.log.slice(-2000)}`);
  }

  /**
   * Replicates until a restored file passes a check, and ends. Nothing else may write meanwhile.
   * @param {string} file the name of the last restored file
   * @param {(file: string) => boolean} check
   */
  async catchUp(file, check) {
    this.start();
    for (const end = performance.now() + TIMEOUT; ; await sleep(100)) {
      const failure = this.tryToRestore(file);
      if (failure === null && check(file)) break;
      if (performance.now() > end) throw new Error(`nothing more is replicated: ${failure}\n${this.log.slice(-2000)}`);
    }
    await this.stop();
    this.restore(file);
  }

  /**
   * Restores the replica to a file, which is replaced.
   * @param {string} file
   */
  restore(file) {
    const failure = this.tryToRestore(file);
    if (failure !== null) throw new Error(failure);
  }

  /**
   * Restores the replica as restore() does. Returns null, or why that fails.
   * @param {string} file
   */
  tryToRestore(file) {
    for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}.tmp`]) fs.rmSync(name, { force: true });
    const args = ['restore', '-config', this.configuration, '-o', file, this.database];
    const { status, stderr } = spawnSync(this.program, args, { encoding: 'utf8', timeout: TIMEOUT });
    return status === 0 ? null : `litestream restore ended with ${status}\n${stderr}`;
  }
}

module.exports = { Litestream, RELEASES };
