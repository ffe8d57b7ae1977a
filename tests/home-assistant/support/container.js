'use strict';

const { execFile, spawn, spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const ENV = { PATH: '/command:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin', HOME: '/root' };
const TIMEOUT = 300_000;

/** What starts a command with mounts that it alone sees; without root, as root of a namespace of users. */
const NAMESPACE = ['unshare', '--mount', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])];

/** Enters the root $1 and its folder $2. */
const ENTER = `
for folder in proc dev; do mount --rbind "/$folder" "$1/$folder" || exit 125; done
exec chroot "$1" /bin/sh -c 'cd "$0" && exec "$@"' "$2" "\${@:3}"
`;

/** Throws if this machine forbids what the tests need. */
function assertMounting() {
  const { status, stderr } = spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), 'mount', '--rbind', '/proc', '/mnt'], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Error(`Root file systems need the right to mount: ${stderr.trim()}. Be root or allow namespaces of users; `
    + 'in a container of Docker: --cap-add SYS_ADMIN --security-opt apparmor=unconfined');
}

/** @param {import('node:child_process').ExecFileException | null} error @returns {number} */
function statusOf(error) {
  if (!error) return 0;
  return error.signal ? 128 + os.constants.signals[error.signal] : Number(error.code);
}

/** @typedef {{ cwd?: string, env?: Record<string, string> }} Options */
/** @typedef {ReturnType<typeof container>} Container */

/** Commands in a root file system. @param {string} root */
function container(root) {
  /** @param {string[]} command @param {Options} options @returns {[string, string[], { env: NodeJS.ProcessEnv }]} */
  const entered = (command, { cwd = '/', env = {} }) => {
    const [program, ...args] = [...NAMESPACE, 'bash', '--norc', '-c', ENTER, 'enter', root, cwd, ...command];
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

module.exports = { assertMounting, container };
