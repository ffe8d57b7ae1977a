'use strict';

// The package with its WebAssembly module inside the code, for programs that become one file.

const { brotliDecompressSync } = require('node:zlib');
const { embed } = require('./core');
const { MODULE } = require('./generated/module');
const { Buffer } = require('./intrinsics');

embed(() => brotliDecompressSync(Buffer.from(MODULE, 'base64')));

module.exports = require('./index');
