'use strict';

// A registry of npm that has one package: the packed one. It listens on the loopback interface of this machine.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const { TARBALL } = require('./tarball');
const manifest = require('../../npm/package.json');

/** @returns {Promise<{ url: string, close: () => void }>} */
async function startRegistry() {
  const tarball = fs.readFileSync(TARBALL);
  const server = http.createServer((request, response) => {
    const { url } = addressOf(server);
    if (request.url === '/tarball.tgz') response.end(tarball);
    else if (decodeURIComponent(request.url ?? '') === `/${manifest.name}`) response.end(packument(url, tarball));
    else response.writeHead(404).end('{}');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  return { ...addressOf(server), close: () => server.close() };
}

/** @param {http.Server} server */
const addressOf = (server) => ({ url: `http://127.0.0.1:${server.address().port}` });

/** @param {string} url @param {Buffer} tarball */
function packument(url, tarball) {
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return JSON.stringify({
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist: { tarball: `${url}/tarball.tgz`, integrity } } },
  });
}

module.exports = { startRegistry };
