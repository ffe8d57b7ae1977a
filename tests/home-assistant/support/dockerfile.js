'use strict';

// Executes a Dockerfile in a root file system that has what the base image and Alpine's packages stand for.

const fs = require('node:fs');
const path = require('node:path');
const dockerignore = require('@balena/dockerignore');
const { DockerfileParser } = require('dockerfile-ast');

/** @typedef {import('./container').Container} Container */
/** @typedef {{ place: Container, context: string, env: Record<string, string>, cwd: string, output: string }} Build */

/** What the root has already, for Alpine's registry is not reachable everywhere. */
const INSTALLED = /^apk add --no-cache nodejs npm$/;

/**
 * Returns the instructions of the Dockerfile in a folder.
 * @param {string} context
 * @returns {{ keyword: string, text: string, words: string[] }[]}
 */
function instructionsOf(context) {
  const text = fs.readFileSync(path.join(context, 'Dockerfile'), 'utf8');
  return DockerfileParser.parse(text).getInstructions().map((instruction) => ({
    keyword: instruction.getKeyword(),
    text: instruction.getArgumentsContent() ?? '',
    words: instruction.getArguments().map((argument) => argument.getValue()),
  }));
}

/** Copies what .dockerignore leaves of the context. @param {Build} build @param {string[]} words */
function copy({ place, context, cwd }, words) {
  const ignored = dockerignore().add(fs.readFileSync(path.join(context, '.dockerignore'), 'utf8'));
  const target = path.posix.resolve(cwd, words[words.length - 1]);
  for (const source of words.slice(0, -1)) {
    const from = path.join(context, source);
    const name = fs.statSync(from).isDirectory() ? '' : path.basename(from);
    fs.cpSync(from, place.file(target, name), {
      recursive: true,
      filter: (file) => !ignored.ignores(path.relative(context, file)),
    });
  }
}

/** Each returns whether the instruction succeeded. @type {Record<string, (build: Build, line: any) => unknown>} */
const INSTRUCTIONS = {
  FROM: () => true,
  HEALTHCHECK: () => true,
  WORKDIR(build, { text }) {
    build.cwd = path.posix.resolve(build.cwd, text);
    fs.mkdirSync(build.place.file(build.cwd), { recursive: true });
    return true;
  },
  COPY(build, { words }) {
    copy(build, words);
    return true;
  },
  async RUN(build, { text }) {
    if (INSTALLED.test(text)) return true;
    const { place, cwd, env } = build;
    const { status, output } = await place.run(['/bin/sh', '-o', 'pipefail', '-c', text], { cwd, env });
    build.output += output;
    return status === 0;
  },
};

/**
 * Executes the instructions, up to the first that fails.
 * @param {Container} place
 * @param {string} context
 * @param {Record<string, string>} env of the commands
 * @returns {Promise<{ failed: string | null, output: string }>}
 */
async function buildImage(place, context, env) {
  /** @type {Build} */
  const build = { place, context, env, cwd: '/', output: '' };
  for (const line of instructionsOf(context)) {
    if (!Object.hasOwn(INSTRUCTIONS, line.keyword)) throw new Error(`The tests cannot execute ${line.keyword}`);
    if (!await INSTRUCTIONS[line.keyword](build, line)) return { failed: line.text, output: build.output };
  }
  return { failed: null, output: build.output };
}

/** Returns the command of the HEALTHCHECK. @param {string} context @returns {string[]} */
function healthcheckOf(context) {
  const [{ text }] = instructionsOf(context).filter(({ keyword }) => keyword === 'HEALTHCHECK');
  return JSON.parse(text.slice(text.indexOf('[')));
}

module.exports = { buildImage, healthcheckOf, instructionsOf };
