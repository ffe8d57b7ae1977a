'use strict';

// Preloaded: the process is killed just after it has created a lock file that is still empty (ANYSQLITE_TEST_DIE=open),
// or just after it has linked the written file to its final name (ANYSQLITE_TEST_DIE=link).

const fs = require('node:fs');

const when = process.env.ANYSQLITE_TEST_DIE;
const { linkSync, openSync } = fs;

const die = () => process.kill(process.pid, 'SIGKILL');

fs.openSync = (path, flags, ...rest) => {
  const file = openSync(path, flags, ...rest);
  if (when === 'open' && /-lock[^/]*$/.test(String(path)) && Number(flags) & fs.constants.O_EXCL) die();
  return file;
};

fs.linkSync = (from, to) => {
  linkSync(from, to);
  if (when === 'link') die();
};
