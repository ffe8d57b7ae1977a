'use strict';

// Executes commands with the package in the folder that its first argument names: reads one JSON command per line and
// writes one answer per line.

const path = require('node:path');
const { Worker } = require('node:worker_threads');
const { answerCommands, answerTo } = require('../../support/answer-commands');

const folder = process.argv[2];
const connections = new Map();
/** @type {Worker[]} */
const workers = [];

/** Loads the package at its first use, so that a failure to load is the answer to a command. */
const load = () => require(folder);

const connection = ({ as = 'db' }) => connections.get(as);

const commands = {
  open({ as = 'db', file, options }) {
    const Database = load();
    connections.set(as, new Database(file, options));
  },
  exec(details) {
    connection(details).exec(details.sql);
  },
  rows(details) {
    return connection(details).prepare(details.sql).raw().all();
  },
  /** Prepares a statement and keeps it, to be read by `rowsOf` after others have changed the database. */
  prepare(details) {
    connections.set(details.name, connection(details).prepare(details.sql));
  },
  rowsOf({ name }) {
    return connections.get(name).all();
  },
  close({ as = 'db' }) {
    connections.get(as).close();
    connections.delete(as);
  },
  /** Closes all connections. */
  reset() {
    // The map also holds statements, which have no close().
    for (const opened of connections.values()) opened.close?.();
    connections.clear();
  },
  facts() {
    const { engine, locks, walIndex } = load().anysqlite;
    return { engine, locks, walIndex };
  },
  /** Tries for a number of milliseconds to take over from a dead owner, by writing. */
  takeOver({ milliseconds }) {
    for (const end = performance.now() + milliseconds; ;) {
      try {
        connections.get('db').exec('insert into t values (3)');
        return;
      } catch (error) {
        if (error.code !== 'SQLITE_BUSY' || performance.now() > end) throw error;
      }
    }
  },
  /** Makes the instance of a connection trap, as a bug in the guest would. */
  trap(details) {
    const { connectionOf } = require(path.join(folder, 'lib', 'connection-of.js'));
    const { guest } = connectionOf(connection(details));
    try {
      // The end of the address space, which the guest's memory never reaches, is not a statement.
      guest.stmt_fetch(0xfffffff0, 0);
    } catch (error) {
      if (!error.message.startsWith('SQLite stopped unexpectedly')) throw error;
      return;
    }
    throw new Error('the guest did not trap');
  },
  /** Reads while another connection commits whenever this process sleeps (commit-in-pauses.js, which is preloaded). */
  rowsInPauses({ file, ...details }) {
    const pauses = globalThis.commitInPauses(file);
    return { rows: commands.rows(details), pauses: pauses() };
  },
  /** Takes the locks of a process that recovers the WAL index, and damages the index so that others need recovery. */
  recovery({ file }) {
    const fs = require('node:fs');
    const { LOCK_WRITE } = require(path.join(folder, 'lib', 'generated', 'abi.js'));
    const { lockTier } = require(path.join(folder, 'lib', 'host', 'locks', 'tier.js'));
    const index = fs.openSync(`${file}-shm`, 'r+');
    // Write, checkpoint and recover.
    if (lockTier().locks.lock(index, LOCK_WRITE, 120, 3) !== 0) throw new Error('another process holds these locks');
    fs.writeSync(index, Buffer.alloc(96, 1), 0, 96, 0);
  },
  /** Starts a worker thread that opens a database, executes SQL, and keeps the connection open. */
  worker({ file, sql }) {
    const worker = new Worker(path.join(__dirname, 'worker-program.js'), { workerData: { folder, file, sql } });
    workers.push(worker);
    return new Promise((resolve, reject) => {
      worker.once('message', ({ error }) => (error ? reject(error) : resolve(null)));
      worker.once('error', reject);
    });
  },
  terminate() {
    return workers.pop().terminate();
  },
  /** Executes another command. Returns its elapsed time and CPU time in milliseconds, and its error code or 'ok'. */
  timed({ step, ...details }) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const code = answerTo(commands, { command: step, ...details }).error?.code ?? 'ok';
    const { user, system } = process.cpuUsage(used);
    return { code, wall: performance.now() - start, cpu: (user + system) / 1000 };
  },
};

answerCommands(commands);
