'use strict';

// Executes a Dockerfile in a root file system. What stands for the base image and for Alpine's packages is there before.

const fs = require('node:fs');
const path = require('node:path');
const dockerignore = require('@balena/dockerignore');
const { DockerfileParser } = require('dockerfile-ast');

/** @typedef {ReturnType<typeof import('./container').container>} Container */

/** Commands that need Alpine's registry; the root has what they install. */
const APK = /^apk add --no-cache (nodejs npm)$/;

/**
 * Returns the Dockerfile's instructions.
 * @param {string} context the folder of the Dockerfile
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

/** Copies what .dockerignore leaves of the context. @param {string} context @param {string[]} words @param {string} to */
function copy(context, words, to) {
  const ignored = dockerignore().add(fs.readFileSync(path.join(context, '.dockerignore'), 'utf8'));
  const target = words[words.length - 1];
  for (const source of words.slice(0, -1)) {
    const from = path.join(context, source);
    const isFolder = fs.statSync(from).isDirectory();
    const into = path.resolve('/', to, target, isFolder ? '' : path.basename(from));
    fs.cpSync(from, into, {
      recursive: true,
      filter: (file) => file === context || !ignored.ignores(path.relative(context, file)),
    });
  }
}

/**
 * Executes every instruction up to the first that fails.
 * @param {Container} place
 * @param {string} context
 * @param {Record<string, string>} env of the commands
 * @returns {{ failed: string | null, output: string, healthcheck: string[] }}
 */
function build(place, context, env) {
  let cwd = '/';
  let output = '';
  let healthcheck = [];
  for (const { keyword, text, words } of instructionsOf(context)) {
    switch (keyword) {
      case 'FROM':
        break;
      case 'WORKDIR':
        cwd = path.posix.resolve(cwd, text);
        fs.mkdirSync(place.file(cwd), { recursive: true });
        break;
      case 'COPY':
        copy(context, words.map((word, index) => (
          index === words.length - 1 ? place.file(path.posix.resolve(cwd, word)) : word)), '/');
        break;
      case 'HEALTHCHECK':
        healthcheck = JSON.parse(text.slice(text.indexOf('[')));
        break;
      case 'RUN': {
        if (APK.test(text)) break;
        const done = place.run(['/bin/sh', '-o', 'pipefail', '-c', text], { cwd, env });
        output += done.output;
        if (done.status !== 0) return { failed: text, output, healthcheck };
        break;
      }
      default:
        throw new Error(`The test cannot execute ${keyword}: teach it, or leave it out of the Dockerfile.`);
    }
  }
  return { failed: null, output, healthcheck };
}

module.exports = { build, instructionsOf };
