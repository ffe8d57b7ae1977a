'use strict';

// Works with the package in the folder of its first argument: a JSON command a line in, an answer a line out.

const readline = require('node:readline');

const folder = process.argv[2];
const connections = new Map();

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
  facts() {
    const { engine, locks } = load().anysqlite;
    return { engine, locks };
  },
  /** How long a step takes by the clock and on the CPU, in milliseconds, and what it ended with. */
  timed({ step, ...details }) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    const code = answerTo({ command: step, ...details }).error?.code ?? 'ok';
    const { user, system } = process.cpuUsage(used);
    return { code, wall: performance.now() - start, cpu: (user + system) / 1000 };
  },
};

function answerTo({ command, ...details }) {
  try {
    return { result: commands[command](details) ?? null };
  } catch (error) {
    return { error: { code: error.code ?? error.name, message: error.message } };
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answerTo(JSON.parse(line)))}\n`);
});
