'use strict';

const { spawn, spawnSync } = require('node:child_process');
const path = require('node:path');

const ENVIRONMENT = { PATH: '/command:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' };
const TIMEOUT = 300_000;

/** In a mount namespace of its own; where that is forbidden, there is no /proc. $1 is the root, $2 the folder. */
const ENTER = 'mount --rbind /proc "$1/proc" 2>/dev/null; exec chroot "$1" /bin/sh -c \'cd "$0" && exec "$@"\' "$2" "${@:3}"';

const hasNamespaces = spawnSync('unshare', ['--mount', 'true']).status === 0;

/**
 * Returns how a command is started in a root file system.
 * @param {string} root @param {string[]} command @param {{ cwd?: string, env?: Record<string, string> }} options
 * @returns {[string, string[], { env: NodeJS.ProcessEnv }]}
 */
function started(root, command, { cwd = '/', env = {} }) {
  const words = ['bash', '-c', ENTER, 'enter', root, cwd, ...command];
  const all = hasNamespaces ? ['unshare', '--mount', ...words] : words;
  return [all[0], all.slice(1), { env: { ...ENVIRONMENT, ...env, PATH: `${ENVIRONMENT.PATH}` } }];
}

/** A root file system in which commands run. @param {string} root */
function container(root) {
  return {
    root,
    /** @param {string[]} names */
    file: (...names) => path.join(root, ...names),

    /**
     * Runs a command to its end.
     * @param {string[]} command @param {{ cwd?: string, env?: Record<string, string> }} [options]
     */
    run(command, options = {}) {
      const [program, args, settings] = started(root, command, options);
      const done = spawnSync(program, args, { ...settings, encoding: 'utf8', timeout: TIMEOUT });
      if (done.error) throw done.error;
      return { status: done.status, output: `${done.stdout}${done.stderr}` };
    },

    /**
     * Starts a command, which `stop` ends.
     * @param {string[]} command @param {{ cwd?: string, env?: Record<string, string> }} [options]
     */
    start(command, options = {}) {
      const [program, args, settings] = started(root, command, options);
      return spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    },
  };
}

module.exports = { container };
