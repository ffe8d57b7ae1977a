'use strict';

const fs = require('fs');
const path = require('path');
const { execute } = require('./execute.js');

/** Debian's Python may lack pip; that of `cargo xtask setup` has it. */
const SET_UP = path.join(__dirname, '../../target/python/bin/python3');
const PYTHON = fs.existsSync(SET_UP) ? SET_UP : 'python3';

/**
 * Unpacks one wheel without installing it, since it may be for another platform.
 * @param {import('./targets.js').Wheel} wheel
 * @param {string} folder
 */
function unpackFromPypi({ requirement, platform }, folder) {
  const download = `${folder}.download`;
  execute(PYTHON, [
    '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:',
    '--platform', platform, '--dest', download, requirement,
  ]);
  for (const file of fs.readdirSync(download)) {
    execute(PYTHON, ['-m', 'zipfile', '-e', path.join(download, file), folder]);
  }
  fs.rmSync(download, { recursive: true });
}

module.exports = { unpackFromPypi };
