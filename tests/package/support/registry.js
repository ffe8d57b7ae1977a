'use strict';

// A registry on this machine (verdaccio) that knows the packed package, a dependant, and nothing else.

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { TARBALL } = require('../../support/tarball');
const { emptyFolder } = require('./installation');

const DEPENDANT = path.join(__dirname, '..', 'programs', 'dependant', 'dependant');
const VERDACCIO = require.resolve('verdaccio/bin/verdaccio');

/** Without another registry behind it, and open to anyone. */
const CONFIGURATION = `
storage: ./storage
packages:
  '**': { access: $all, publish: $anonymous }
max_body_size: 20mb
log: { type: stdout, level: warn }
web: { enable: false }
`;

/**
 * Waits for the address that the registry prints when it listens.
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} server
 * @returns {Promise<string>}
 */
function addressOf(server) {
  let printed = '';
  return new Promise((resolve, reject) => {
    server.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      printed += text;
      const [address] = printed.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
      if (address !== undefined) resolve(address);
    });
    server.on('exit', () => reject(new Error(`verdaccio has ended: ${printed}`)));
  });
}

/** Returns a port of this machine that is free. @returns {Promise<number>} */
function freePort() {
  const server = require('node:net').createServer();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    server.close(() => resolve(port));
  }));
}

/**
 * Starts a registry with the packages, which ends with the test.
 * @param {import('node:test').TestContext} t
 */
async function registry(t) {
  const { file, folder } = emptyFolder(t);
  fs.writeFileSync(file('config.yaml'), CONFIGURATION);
  const port = await freePort();
  const args = [VERDACCIO, '--config', file('config.yaml'), '--listen', `127.0.0.1:${port}`];
  const server = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const address = await addressOf(server);
  // npm insists on a token, which this registry does not read.
  const rc = `registry=${address}/\n${address.replace('http:', '')}/:_authToken=none\nignore-scripts=true\n`;
  fs.writeFileSync(file('.npmrc'), rc);
  for (const published of [TARBALL, DEPENDANT]) {
    execFileSync('npm', ['publish', '--provenance=false', published], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  }
  return { address, rc };
}

module.exports = { registry };
