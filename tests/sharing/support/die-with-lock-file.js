'use strict';

// Preloaded: the process is killed just when it has made a lock file, which is still empty.

const fs = require('node:fs');

const { openSync } = fs;

fs.openSync = (path, flags, ...rest) => {
  const file = openSync(path, flags, ...rest);
  if (String(path).endsWith('-lock') && Number(flags) & fs.constants.O_EXCL) process.kill(process.pid, 'SIGKILL');
  return file;
};
