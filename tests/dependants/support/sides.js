'use strict';

// The two sides that run the programs. `ours` is the installation in target/dependants, where npm has put the packed
// package in place of every better-sqlite3. `native` has the same libraries with native better-sqlite3.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { name: NAME } = require('../../../npm/package.json');

const ROOT = path.join(__dirname, '..', '..', '..');
const SOURCES = path.join(ROOT, 'tests', 'dependants');

const ours = { folder: path.join(ROOT, 'target', 'dependants'), name: NAME, flags: [] };
const native = {
  folder: path.join(ROOT, 'target', 'dependants-native'),
  name: 'better-sqlite3',
  // The packages are symbolic links, and have to find each other beside the links.
  flags: ['--preserve-symlinks'],
};

/** @param {string} folder */
const packages = (folder) => path.join(folder, 'node_modules');

function requireInstallation() {
  const installed = path.join(packages(ours.folder), '.anysqlite-lock');
  const lock = path.join(SOURCES, 'package-lock.json');
  if (!fs.existsSync(installed) || !fs.readFileSync(installed).equals(fs.readFileSync(lock))) {
    throw new Error('target/dependants is not up to date: run `cargo xtask dependants`');
  }
}

function generatePrismaClient() {
  const schema = path.join(ours.folder, 'schema.prisma');
  // Generating needs no schema engine. Any file in its place keeps Prisma from downloading one.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' };
  const prisma = path.join(packages(ours.folder), 'prisma', 'build', 'index.js');
  execFileSync(process.execPath, [prisma, 'generate', '--schema', schema], { cwd: ours.folder, env, stdio: 'pipe' });
}

function linkPackages() {
  fs.rmSync(native.folder, { recursive: true, force: true });
  fs.mkdirSync(packages(native.folder), { recursive: true });
  for (const name of fs.readdirSync(packages(ours.folder))) {
    const from = name === 'better-sqlite3' ? packages(ROOT) : packages(ours.folder);
    fs.symlinkSync(path.join(from, name), path.join(packages(native.folder), name));
  }
}

/** Updates both sides with the content of this folder. */
function prepare() {
  requireInstallation();
  const copied = ['package.json', 'programs', 'support', 'types', 'schema.prisma'];
  /** @param {string} folder */
  const copy = (folder) => copied.forEach((name) => (
    fs.cpSync(path.join(SOURCES, name), path.join(folder, name), { recursive: true })));
  copy(ours.folder);
  generatePrismaClient();
  linkPackages();
  copy(native.folder);
}

module.exports = { ROOT, ours, native, prepare };
