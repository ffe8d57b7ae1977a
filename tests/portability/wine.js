'use strict';

// Runs Windows programs with Wine, in a Windows of their own: a folder (Wine's "prefix") which all targets share.

const fs = require('fs');
const { spawnSync } = require('child_process');

/** Without messages of Wine and offers to install more; names of files are UTF-8. */
const SETTINGS = { WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=', LC_ALL: 'C.UTF-8' };

/**
 * Runs a program of Wine to its end. Its output is kept in a file, because Wine fails on some pipes.
 * @param {string} prefix
 * @param {string} program
 * @param {string[]} args
 */
function execute(prefix, program, args) {
  const log = `${prefix}.log`;
  const output = fs.openSync(log, 'w');
  const done = spawnSync(program, args, {
    stdio: ['ignore', output, output], env: { ...process.env, ...SETTINGS, WINEPREFIX: prefix },
  });
  fs.closeSync(output);
  if (done.error) {
    throw new Error(`${program} cannot be started: ${done.error.message}. \`cargo xtask setup\` installs Wine.`);
  }
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${fs.readFileSync(log, 'utf8')}`);
  fs.rmSync(log);
}

/**
 * Creates the prefix if it is missing.
 * @param {string} prefix
 */
function ensurePrefix(prefix) {
  if (fs.existsSync(prefix)) return;
  const temporary = `${prefix}.${process.pid}`;
  try {
    fs.mkdirSync(temporary, { recursive: true });
    execute(temporary, 'wine', ['wineboot', '--init']);
    // Node refuses to run on Windows 7, as which Wine introduces itself.
    execute(temporary, 'wine', ['winecfg', '-v', 'win10']);
    // Its server writes the registry as it ends.
    execute(temporary, 'wineserver', ['--wait']);
    if (!fs.existsSync(prefix)) fs.renameSync(temporary, prefix);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Returns the text of a script that runs a program with Wine. Node under Wine cannot write to a pipe of Linux, so its
 * output is kept in files, and printed when the program has ended.
 * @param {string} prefix
 * @param {string} program
 */
function launcherText(prefix, program) {
  return `#!/bin/sh
export WINEPREFIX='${prefix}'
${Object.entries(SETTINGS).map(([name, value]) => `export ${name}='${value}'`).join('\n')}
output=$(mktemp -d)
wine '${program}' "$@" </dev/null >"$output/stdout" 2>"$output/stderr"
status=$?
cat "$output/stdout"
cat "$output/stderr" >&2
rm -r "$output"
# What a test could not remove, because Windows keeps an open file.
find "$WINEPREFIX"/drive_c/users/*/Temp -mindepth 1 -maxdepth 1 -mmin +120 -exec rm -rf {} +
exit $status
`;
}

module.exports = { ensurePrefix, launcherText };
