'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const modules = ['engine.js', 'outcome.js'].map((name) => path.join(__dirname, name));

/**
 * Runs a function in a Node process of its own. Its first argument has the engine under test and
 * `outcome`; it sees nothing else of this process but its JSON arguments, and answers with one JSON value.
 * @param {(tools: { Database: Function, outcome: Function }, ...args: any[]) => unknown} body
 * @param {{ args?: unknown[], env?: NodeJS.ProcessEnv, files?: number, blocks?: number }} [options] `env` is added to
 *   the environment, `files` limits how many files may
 *   be open, `blocks` how large they may become, in units of 512 bytes
 */
function inChild(body, { args = [], env, files, blocks } = {}) {
  const source = `
    const tools = Object.assign({}, ...${JSON.stringify(modules)}.map((name) => require(name)));
    const answer = (${body})(tools, ...${JSON.stringify(args)});
    if (answer !== undefined) console.log(JSON.stringify(answer));
  `;
  const limits = [
    ...(files === undefined ? [] : [`ulimit -n ${files}`]),
    // Without the trap the system ends the process instead of refusing the write.
    ...(blocks === undefined ? [] : ["trap '' XFSZ", `ulimit -f ${blocks}`]),
  ];
  const command = limits.length === 0
    ? [process.execPath, ['-e', source]]
    : ['sh', ['-c', `${limits.join(' && ')} && exec "$@"`, 'sh', process.execPath, '-e', source]];

  const child = spawnSync(...command, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (child.error) throw child.error;
  return { status: child.status, stdout: child.stdout, stderr: child.stderr };
}

/** The answer of a child that has to succeed. */
function answerOfChild(body, options) {
  const { status, stdout, stderr } = inChild(body, options);
  if (status !== 0) throw new Error(`the child ended with ${status}\n${stderr}`);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

module.exports = { inChild, answerOfChild };
