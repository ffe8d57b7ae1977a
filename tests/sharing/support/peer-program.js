'use strict';

// Works with the package in the folder of its first argument: a JSON command a line in, an answer a line out.

const readline = require('node:readline');

const path = require('node:path');
const { Worker } = require('node:worker_threads');

const folder = process.argv[2];
const connections = new Map();
/** @type {Worker[]} */
const workers = [];

/** Loaded at the first use, so that a package that does not load is an answer too. */
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
  /** Prepares a statement that is kept, for one that has to notice what others change. */
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
  /** Closes everything. */
  reset() {
    // Statements are among them.
    for (const opened of connections.values()) opened.close?.();
    connections.clear();
  },
  facts() {
    const { engine, locks } = load().anysqlite;
    return { engine, locks };
  },
  /** Tries to become the owner for so many milliseconds, as heirs do who come at the same time. */
  heir({ until }) {
    for (const end = performance.now() + until; ;) {
      try {
        connections.get('db').exec('insert into t values (3)');
        return;
      } catch (error) {
        if (error.code !== 'SQLITE_BUSY' || performance.now() > end) throw error;
      }
    }
  },
  /** Makes the instance of a connection fail as by a mistake in its own code. */
  trap(details) {
    const { connectionOf } = require(path.join(folder, 'lib', 'connection-of.js'));
    const { guest } = connectionOf(connection(details));
    try {
      // No statement is there: it is the end of the address space, which no memory reaches.
      guest.stmt_fetch(0xfffffff0, 0);
    } catch {
      return;
    }
    throw new Error('the guest did not trap');
  },
  /** Reads while another commits in each pause, by support/commit-in-pauses.js. */
  rowsInPauses({ file, ...details }) {
    const pauses = globalThis.commitInPauses(file);
    return { rows: commands.rows(details), pauses: pauses() };
  },
  /** Takes the locks of one who recovers a WAL index that is damaged, and damages it. */
  recovery({ file }) {
    const fs = require('node:fs');
    const { LOCK_WRITE } = require(path.join(folder, 'lib', 'generated', 'abi.js'));
    const { lockTier } = require(path.join(folder, 'lib', 'host', 'locks', 'tier.js'));
    const index = fs.openSync(`${file}-shm`, 'r+');
    // Write, checkpoint and recover.
    if (lockTier().locks.lock(index, LOCK_WRITE, 120, 3) !== 0) throw new Error('the locks are taken');
    fs.writeSync(index, Buffer.alloc(96, 1), 0, 96, 0);
  },
  /** Starts a thread that opens a file, does something, and stays. */
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
  /** How long a step takes by the clock and on the CPU, in milliseconds, and what it ended with. */
  timed({ step, ...details }) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const code = answerTo({ command: step, ...details }).error?.code ?? 'ok';
    const { user, system } = process.cpuUsage(used);
    return { code, wall: performance.now() - start, cpu: (user + system) / 1000 };
  },
};

const failure = (error) => ({ error: { code: error.code ?? error.name, message: error.message } });

function answerTo({ command, ...details }) {
  try {
    const result = commands[command](details) ?? null;
    return result instanceof Promise ? result.then(() => ({ result: null }), failure) : { result };
  } catch (error) {
    return failure(error);
  }
}

/** Answers come in the order of the questions, though some take their time. */
let last = Promise.resolve();

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  last = last.then(async () => {
    process.stdout.write(`${JSON.stringify(await answerTo(JSON.parse(line)))}\n`);
  });
});
