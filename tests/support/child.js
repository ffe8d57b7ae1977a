'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

/** Milliseconds after which a child is killed: some tests open what a process could wait for without end. */
const TIMEOUT = 120_000;

const modules = ['engine.js', 'outcome.js'].map((name) => path.join(__dirname, name));

/**
 * Runs a function in a new Node process and returns the process's status and output. The function's first argument
 * holds the engine under test and `outcome`, the others are `args` as JSON. The process prints the returned value as
 * JSON. The function cannot use variables of this module. If `bare` is true, nothing is loaded before it runs, and its
 * first argument is empty.
 * @param {(tools: { Database: Function, outcome: Function }, ...args: any[]) => unknown} body
 * @param {{ args?: unknown[], env?: NodeJS.ProcessEnv, files?: number, blocks?: number, bare?: boolean }} [options]
 *   `env` is added to the environment. `files` limits the number of open files, `blocks` the size of a file in units of
 *   512 bytes.
 */
function inChild(body, { args = [], env, files, blocks, bare = false } = {}) {
  const source = `
    const tools = Object.assign({}, ...${JSON.stringify(bare ? [] : modules)}.map((name) => require(name)));
    const answer = (${body})(tools, ...${JSON.stringify(args)});
    if (answer !== undefined) console.log(JSON.stringify(answer));
  `;
  const limits = [
    ...(files === undefined ? [] : [`ulimit -n ${files}`]),
    // Without the trap SIGXFSZ would end the process instead of the write failing with EFBIG.
    ...(blocks === undefined ? [] : ["trap '' XFSZ", `ulimit -f ${blocks}`]),
  ];
  const command = limits.length === 0
    ? [process.execPath, ['-e', source]]
    : ['sh', ['-c', `${limits.join(' && ')} && exec "$@"`, 'sh', process.execPath, '-e', source]];

  const child = spawnSync(...command, {
    encoding: 'utf8', env: { ...process.env, ...env }, timeout: TIMEOUT, killSignal: 'SIGKILL',
  });
  if (child.error) throw child.error;
  return { status: child.status, stdout: child.stdout, stderr: child.stderr };
}

/** Runs a function in a child as `inChild` does and returns its value. Throws if the child does not exit with 0. */
function answerOfChild(body, options) {
  const { status, stdout, stderr } = inChild(body, options);
  if (status !== 0) throw new Error(`the child exited with ${status}\n${stderr}`);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

module.exports = { inChild, answerOfChild };
