'use strict';

const fs = require('fs');
const path = require('path');
const { execute } = require('./execute.js');

// Debian 13 on every machine, so that all test the same. Its musl is new enough for the musl Node (RELR relocations).
const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** @returns {string | undefined} */
function knownRepository() {
  const format = '$(ORIGIN) $(LABEL) $(REPO_URI)';
  const rows = execute('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  return rows.split('\n').find((row) => row.startsWith('Debian Debian '))?.slice('Debian Debian '.length);
}

/** @returns {string} the URI from which this machine's inFolder apt gets Debian */
function repository() {
  const known = knownRepository();
  if (known) return known;
  // A new machine has no package lists yet.
  execute('apt-get', ['update']);
  const fetched = knownRepository();
  if (!fetched) {
    throw new Error("This machine's apt has no Debian repository. "
      + 'Run this on Debian, or leave out the emulated and musl targets.');
  }
  return fetched;
}

/**
 * Returns options that keep apt's state in a folder, so that it needs no root and leaves this machine's packages alone.
 * @param {string} folder
 * @param {string} cpu
 * @returns {string[]}
 */
function privateApt(folder, cpu) {
  const inFolder = (/** @type {string} */ name) => path.join(folder, name);
  fs.mkdirSync(inFolder('sources'));
  fs.mkdirSync(inFolder('lists'));
  fs.mkdirSync(inFolder('cache'));
  fs.writeFileSync(inFolder('status'), '');
  fs.writeFileSync(inFolder('sources/debian.sources'), [
    'Types: deb', `URIs: ${repository()}`, `Suites: ${SUITE}`, 'Components: main', `Signed-By: ${KEYRING}`, '',
  ].join('\n'));
  return [
    'Dir::Etc::SourceList=/dev/null', `Dir::Etc::SourceParts=${inFolder('sources')}`,
    `Dir::State::Lists=${inFolder('lists')}`, `Dir::State::Status=${inFolder('status')}`,
    `Dir::Cache=${inFolder('cache')}`, `APT::Architecture=${cpu}`, `APT::Architectures=${cpu}`,
    'APT::Sandbox::User=', 'Acquire::Languages=none',
  ].flatMap((option) => ['-o', option]);
}

/**
 * Unpacks packages without installing them and without their dependencies.
 * @param {string[]} packages
 * @param {string} cpu Debian's name of the CPU that they are for
 * @param {string} folder
 */
function unpackFromDebian(packages, cpu, folder) {
  const state = `${folder}.apt`;
  fs.mkdirSync(state);
  try {
    const apt = privateApt(state, cpu);
    execute('apt-get', [...apt, 'update']);
    execute('apt-get', [...apt, 'download', ...packages], { cwd: state });
    for (const file of fs.readdirSync(state).filter((name) => name.endsWith('.deb'))) {
      execute('dpkg-deb', ['-x', path.join(state, file), folder]);
    }
  } finally {
    fs.rmSync(state, { recursive: true });
  }
}

module.exports = { unpackFromDebian };
