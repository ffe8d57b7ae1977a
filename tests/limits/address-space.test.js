'use strict';

// Little address space, as under `ulimit -v`. V8 reserves 10 GB for each memory of WebAssembly, unless an option
// forbids that. Node 24 and newer forbid it themselves if there is no room for one at the start.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { test } = require('node:test');
const { engine, folder } = require('../support/engine');

const OPTION = '--disable-wasm-trap-handler';
const MESSAGE = 'anysqlite cannot start: this process has too little address space left for the memory of SQLite '
  + '\\(WebAssembly\\.Instance\\(\\): Out of memory.*\\)\\. V8 reserves 10 GB of it, .*'
  + 'Allow the process more address space \\(ulimit -v\\), open databases in fewer threads';

const [major] = process.versions.node.split('.').map(Number);
const needsLittle = engine === 'reference' || major >= 24;
const hasOption = process.allowedNodeEnvironmentFlags.has(OPTION);

const isV8 = engine !== 'wasmtime' && process.versions.bun === undefined;
const options = { skip: process.platform === 'linux' && isV8 ? false : 'needs V8 and `ulimit -v`' };

/** Opens a database, in threads of its own after the first. Prints 1 for each that works, and the errors. */
const program = `
  const { Worker, isMainThread, workerData } = require('node:worker_threads');
  const open = (folder) => {
    try {
      globalThis.db = new (require(folder))(':memory:');
      return globalThis.db.prepare('select 1').pluck().get();
    } catch (error) {
      return error.name + ': ' + error.message;
    }
  };
  const [folder, threads] = process.argv.slice(1);
  const answers = [open(folder)];
  const code = 'const { parentPort, workerData } = require("node:worker_threads");'
    + 'parentPort.postMessage((' + open + ')(workerData)); setInterval(() => {}, 1000)';
  const next = () => {
    if (answers.length === Number(threads)) {
      console.log(JSON.stringify(answers));
      process.exit();
    }
    const worker = new Worker(code, { eval: true, workerData: folder, stdout: false });
    const take = (answer) => {
      answers.push(answer);
      next();
    };
    worker.on('message', take);
    worker.on('error', (error) => take(error.code));
  };
  next();
`;

/** Runs the program in so many threads with so many GiB of address space. */
function answersUnder(gigabytes, threads, execArgv = []) {
  const command = `ulimit -v ${gigabytes * 1024 ** 2} && exec "$@"`;
  const args = ['-c', command, 'sh', process.execPath, ...execArgv, '-e', program, folder, String(threads)];
  const { stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout);
}

/** Checks the answers of threads: all but the first few say what to do. */
function checkErrors(answers, working) {
  assert.deepEqual(answers.slice(0, working), Array(working).fill(1));
  const advice = hasOption
    ? `, or start Node with ${OPTION} \\(also in NODE_OPTIONS\\), so that it can do with less\\.`
    : ', or use Node 24, which can do with less\\.';
  for (const answer of answers.slice(working)) assert.match(answer, new RegExp(`^Error: ${MESSAGE}${advice}$`));
}

const skipOption = options.skip || (hasOption ? false : `this Node has no ${OPTION}`);

for (const gigabytes of [2, 4, 8]) {
  test(`in ${gigabytes} GB of address space a database opens, or the error says what to do`, options, () => {
    const answers = answersUnder(gigabytes, 1);
    if (needsLittle) assert.deepEqual(answers, [1]);
    else checkErrors(answers, 0);
  });

  test(`in ${gigabytes} GB of address space a database opens with ${OPTION}`, { skip: skipOption }, () => {
    assert.deepEqual(answersUnder(gigabytes, 1, [OPTION]), [1]);
  });
}

/** Node's error for a thread for whose own heap there is no address space left. */
const NO_THREAD = 'ERR_WORKER_OUT_OF_MEMORY';

test('threads that exhaust the address space get that error, and the others go on', options, () => {
  const answers = answersUnder(26, 4);
  if (engine === 'reference') assert.deepEqual(answers, [1, 1, 1, 1]);
  else checkErrors(answers.filter((answer) => answer !== NO_THREAD), 2);
});

test(`threads need little address space with ${OPTION}`, { skip: skipOption }, () => {
  assert.deepEqual(answersUnder(26, 4, [OPTION]), [1, 1, 1, 1]);
});
