'use strict';

// Preloaded: every lock is granted at once, and no conflict is ever reported.

const path = require('node:path');

const host = require(path.join(process.argv[2], 'lib', 'host', 'locks', 'imports.js'));

host.lockImports = () => ({
  fd_lock: (_file, _kind, _offset, _length) => 0,
  fd_lock_conflict: (_file, _kind, _offset, _length) => 0,
});
