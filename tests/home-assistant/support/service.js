'use strict';

// Starts the services of the example as s6-overlay does, and talks to the server.

const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');

/** @typedef {import('./container').Container} Container */

const SERVICES = '/etc/s6-overlay/s6-rc.d';
const START_TIMEOUT = 120_000;

/** Returns a port that is free now. @returns {Promise<number>} */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs the service that comes before the server. @param {Container} place */
const runSmoke = (place) => (
  place.run(fs.readFileSync(place.file(SERVICES, 'smoke/up'), 'utf8').trim().split(/\s+/)));

/**
 * Starts the server. Returns when it listens. It is killed when the test ends.
 * @param {{ after(fn: () => void): void }} t the test's context
 * @param {Container} place
 */
async function startServer(t, place) {
  const port = await freePort();
  const child = place.start([`${SERVICES}/notebook/run`], { env: { PORT: String(port) } });
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let log = '';
  const listening = new Promise((resolve) => {
    const add = (/** @type {Buffer} */ chunk) => {
      log += chunk;
      if (log.includes('listening on port')) resolve(true);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT);
  const started = await Promise.race([listening, ended.then(() => false)]);
  clearTimeout(timer);
  if (!started) throw new Error(`the server did not start:\n${log}`);
  /** @param {NodeJS.Signals} signal */
  const end = async (signal) => {
    child.kill(signal);
    await ended;
  };
  return {
    port,
    log: () => log,
    pin: () => [...log.matchAll(/PIN for pairing: (\d{8})/g)].pop()?.[1] ?? '',
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    /**
     * Sends a request. Returns the status and the body, of JSON its value.
     * @param {string} route such as "POST /api/pair" @param {{ token?: string, body?: unknown }} [options]
     */
    async ask(route, { token, body } = {}) {
      const [method, path] = route.split(' ');
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const isJson = response.headers.get('content-type') === 'application/json';
      return { status: response.status, body: isJson ? await response.json() : await response.arrayBuffer() };
    },
  };
}

module.exports = { runSmoke, startServer };
