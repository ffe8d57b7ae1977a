'use strict';

const { execFile, spawn, spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const ENV = { PATH: '/command:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin', HOME: '/root' };
const TIMEOUT = 300_000;

/** $1 is the root, $2 the folder in it. Where mounting is forbidden, there is no /proc. */
const ENTER = `
mount --rbind /proc "$1/proc" 2>/dev/null
exec chroot "$1" /bin/sh -c 'cd "$0" && exec "$@"' "$2" "\${@:3}"
`;

/** The mount is seen by the command alone, and ends with it. */
const NAMESPACE = spawnSync('unshare', ['--mount', 'true']).status === 0 ? ['unshare', '--mount'] : [];

/** @param {import('node:child_process').ExecFileException | null} error @returns {number} */
function statusOf(error) {
  if (!error) return 0;
  return error.signal ? 128 + os.constants.signals[error.signal] : Number(error.code);
}

/** @typedef {{ cwd?: string, env?: Record<string, string> }} Options */
/** @typedef {ReturnType<typeof container>} Container */

/** Commands in a root file system. The caller must be root. @param {string} root */
function container(root) {
  /** @param {string[]} command @param {Options} options @returns {[string, string[], { env: NodeJS.ProcessEnv }]} */
  const entered = (command, { cwd = '/', env = {} }) => {
    const [program, ...args] = [...NAMESPACE, 'bash', '-c', ENTER, 'enter', root, cwd, ...command];
    return [program, args, { env: { ...ENV, ...env } }];
  };
  return {
    /** Returns the path, on this machine, of a file in the root. @param {string[]} names */
    file: (...names) => path.join(root, ...names),

    /**
     * Runs a command to its end. As in a shell, the status of one that a signal ended is 128 plus the signal's number.
     * @param {string[]} command @param {Options} [options]
     * @returns {Promise<{ status: number, output: string }>}
     */
    run(command, options = {}) {
      const [program, args, settings] = entered(command, options);
      return new Promise((resolve) => {
        execFile(program, args, { ...settings, timeout: TIMEOUT }, (error, stdout, stderr) => (
          resolve({ status: statusOf(error), output: `${stdout}${stderr}` })));
      });
    },

    /** Starts a command in a process of its own. @param {string[]} command @param {Options} [options] */
    start(command, options = {}) {
      const [program, args, settings] = entered(command, options);
      return spawn(program, args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    },
  };
}

module.exports = { container };
