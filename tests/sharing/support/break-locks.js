'use strict';

// Preloaded: every lock is granted at once, and no conflict is ever reported.

const path = require('node:path');

// JavaScript makes the calls that this file replaces.
process.env.ANYSQLITE_FILES = 'node';

const host = require(path.join(process.argv[2], 'lib', 'host', 'locks', 'imports.js'));

host.lockImports = () => ({
  fd_lock: (_file, _kind, _offset, _length) => 0,
  fd_lock_conflict: (_file, _kind, _offset, _length) => 0,
});
