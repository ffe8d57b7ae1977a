'use strict';

const fs = require('fs');
const path = require('path');
const { execute } = require('./execute.js');

// Debian 13, whatever Debian the host is: its musl is new enough for the musl Node (RELR), and all hosts test the same.
const SUITE = 'trixie';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** @returns {string | undefined} */
function knownRepository() {
  const rows = execute('apt-get', ['indextargets', '--format', '$(ORIGIN) $(LABEL) $(REPO_URI)', 'Created-By: Packages']);
  return rows.split('\n').find((row) => row.startsWith('Debian Debian '))?.slice('Debian Debian '.length);
}

/** @returns {string} the address from which the host's own apt gets Debian */
function repository() {
  const known = knownRepository();
  if (known) return known;
  // A fresh machine has no lists yet.
  execute('apt-get', ['update']);
  const fetched = knownRepository();
  if (!fetched) throw new Error('The host\'s apt has no Debian repository. Run this on Debian, or leave out the emulated and musl targets.');
  return fetched;
}

/**
 * Options that give apt a state of its own in a folder, so that neither root nor the host's packages are involved.
 * @param {string} folder
 * @param {string} cpu
 * @returns {string[]}
 */
function privateApt(folder, cpu) {
  const own = (/** @type {string} */ name) => path.join(folder, name);
  fs.mkdirSync(own('sources'));
  fs.mkdirSync(own('lists'));
  fs.mkdirSync(own('cache'));
  fs.writeFileSync(own('status'), '');
  fs.writeFileSync(own('sources/debian.sources'), [
    'Types: deb', `URIs: ${repository()}`, `Suites: ${SUITE}`, 'Components: main', `Signed-By: ${KEYRING}`, '',
  ].join('\n'));
  return [
    'Dir::Etc::SourceList=/dev/null', `Dir::Etc::SourceParts=${own('sources')}`, `Dir::State::Lists=${own('lists')}`,
    `Dir::State::Status=${own('status')}`, `Dir::Cache=${own('cache')}`, `APT::Architecture=${cpu}`,
    `APT::Architectures=${cpu}`, 'APT::Sandbox::User=', 'Acquire::Languages=none',
  ].flatMap((option) => ['-o', option]);
}

/**
 * Unpacks packages without installing them. Their dependencies are not followed.
 * @param {string[]} packages
 * @param {string} cpu the CPU they are for, as Debian calls it
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
