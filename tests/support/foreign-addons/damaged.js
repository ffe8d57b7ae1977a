'use strict';

// What lies in place of an addon after interrupted downloads and copies.

const fs = require('node:fs');
const path = require('node:path');
const { gzipSync } = require('node:zlib');

/** Where addons are cut: sizes in bytes, or shares of the whole. */
const CUTS = [0, 3, 16, 64, 1000, 5000, 0.25, 0.5, 0.9];

const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:' +
  '4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 2158144\n';

const PAGE = '<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>Not Found</body></html>\n';

/**
 * Writes damaged copies of an addon, and other files, into a folder.
 * @param {string} folder
 * @param {string} whole path of the addon
 */
function damageAddon(folder, whole) {
  const content = fs.readFileSync(whole);
  /** @param {string} name @param {string | Uint8Array} bytes */
  const write = (name, bytes) => fs.writeFileSync(path.join(folder, `${name}.node`), bytes);
  for (const cut of CUTS) {
    const size = Number.isInteger(cut) ? cut : Math.floor(content.length * cut);
    write(Number.isInteger(cut) ? `cut-${cut}` : `cut-${cut * 100}-percent`, content.subarray(0, size));
  }
  write('cut-last-byte', content.subarray(0, -1));
  const half = content.length >> 1;
  write('half-zeros', Buffer.concat([content.subarray(0, half), Buffer.alloc(content.length - half)]));
  write('zeros', Buffer.alloc(content.length));
  write('web-page', PAGE);
  write('lfs-pointer', LFS_POINTER);
  write('text', 'Not Found');
  write('archive', gzipSync(content.subarray(0, 10_000)));
  fs.mkdirSync(path.join(folder, 'folder.node'), { recursive: true });
  const link = path.join(folder, 'dangling-link.node');
  fs.rmSync(link, { force: true });
  fs.symlinkSync('nowhere.node', link);
}

module.exports = { damageAddon };
