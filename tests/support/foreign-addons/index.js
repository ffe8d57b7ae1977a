'use strict';

// Addons that do not load, or only elsewhere: for other systems, CPUs, C libraries and releases of Node, and damaged
// ones. They are made from the binaries of native better-sqlite3, from the lock addons of this package, and by gcc.

const fs = require('node:fs');
const path = require('node:path');
const { compileAddons } = require('./compiled');
const { damageAddon } = require('./damaged');
const { PACKAGES, ROOT } = require('../packages');

/** The binaries that better-sqlite3 ships, by their names there. */
const PLATFORMS = [
  'darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'linuxmusl-arm64', 'linuxmusl-x64', 'win32-arm64',
  'win32-x64',
];

/** CPUs for which this package has lock addons and better-sqlite3 nothing. */
const OTHER_CPUS = ['linux-arm', 'linux-ia32', 'linux-ppc64', 'linux-riscv64', 'linux-s390x'];

/** Returns the binary of better-sqlite3 for a platform. @param {string} platform */
const prebuilt = (platform) => path.join(PACKAGES.native, 'prebuilds', `${platform}.node`);

/**
 * Joins Mach-O files to a fat one.
 * @param {Buffer[]} images
 */
function joinFat(images) {
  const ALIGNMENT = 14;
  const header = Buffer.alloc(2 ** ALIGNMENT);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(images.length, 4);
  const parts = [header];
  let offset = header.length;
  images.forEach((image, index) => {
    const padded = Buffer.concat([image, Buffer.alloc(-image.length & (2 ** ALIGNMENT - 1))]);
    [image.readUInt32LE(4), image.readUInt32LE(8), offset, image.length, ALIGNMENT].forEach((field, position) => {
      header.writeUInt32BE(field, 8 + index * 20 + position * 4);
    });
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat(parts);
}

/**
 * Makes every addon, in a folder. Returns their paths, sorted. One of them, `missing.node`, does not exist.
 * @param {string} folder
 * @param {string} [damaged] the platform whose binary is damaged in many ways
 */
function makeForeignAddons(folder, damaged = 'linux-x64') {
  const scratch = fs.mkdtempSync(`${folder}-`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    for (const platform of PLATFORMS) fs.copyFileSync(prebuilt(platform), path.join(folder, `${platform}.node`));
    for (const platform of OTHER_CPUS) {
      fs.copyFileSync(path.join(ROOT, 'npm', 'shim', `${platform}.node`), path.join(folder, `${platform}.node`));
    }
    const fat = joinFat(['darwin-x64', 'darwin-arm64'].map((platform) => fs.readFileSync(prebuilt(platform))));
    fs.writeFileSync(path.join(folder, 'darwin-fat.node'), fat);
    damageAddon(folder, prebuilt(damaged));
    compileAddons(folder, scratch);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  return [...fs.readdirSync(folder), 'missing.node'].sort().map((name) => path.join(folder, name));
}

module.exports = { makeForeignAddons, prebuilt };
