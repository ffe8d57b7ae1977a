'use strict';

// Preloaded: to this process, the header of the WAL index never changes except by its own writes.

const fs = require('node:fs');
const path = require('node:path');

// JavaScript makes the calls that this file replaces.
process.env.ANYSQLITE_FILES = 'node';
process.env.ANYSQLITE_WAL_INDEX = 'copied';

const host = require(path.join(process.argv[2], 'lib', 'host', 'files.js'));

const HEADER_BYTES = 136;

const { fileImports } = host;

const isIndex = (file) => fs.readlinkSync(`/proc/self/fd/${file}`).endsWith('-shm');

host.fileImports = (memory, files) => {
  const imports = fileImports(memory, files);
  /** @type {Map<number, Buffer>} */
  const headers = new Map();
  const piece = (address, count) => Buffer.from(memory.bytes.buffer, memory.bytes.byteOffset + (address >>> 0), count);
  return {
    ...imports,
    fd_read(file, into, count, offset) {
      const got = imports.fd_read(file, into, count, offset);
      if (count !== HEADER_BYTES || offset !== 0 || !isIndex(file)) return got;
      const known = headers.get(file);
      if (known) known.copy(piece(into, count));
      // Before a process has written the index, the header is all zeros.
      else if (piece(into, count).some((byte) => byte !== 0)) headers.set(file, Buffer.from(piece(into, count)));
      return got;
    },
    fd_write(file, from, count, offset) {
      if (offset < HEADER_BYTES && isIndex(file)) {
        headers.get(file)?.set(piece(from, Math.min(count, HEADER_BYTES - offset)), offset);
      }
      return imports.fd_write(file, from, count, offset);
    },
    fd_close(file) {
      headers.delete(file);
      return imports.fd_close(file);
    },
  };
};
