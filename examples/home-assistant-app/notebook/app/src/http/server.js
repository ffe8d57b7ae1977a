'use strict';

const http = require('node:http');
const { ROUTES } = require('./routes.js');
const { Failure } = require('./failure.js');

/** @param {http.ServerResponse} response @param {number} status @param {unknown} value */
function sendJson(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(value)}\n`);
}

/**
 * Answers a failure. The details of what is not the client's fault go to the log alone.
 * @param {http.ServerResponse} response @param {unknown} error @param {(line: string) => void} log
 */
function sendFailure(response, error, log) {
  // The client has hung up.
  if (response.destroyed) return;
  const expected = error instanceof Failure;
  if (!expected) log(error instanceof Error ? `${error.stack}` : String(error));
  if (response.headersSent) response.destroy();
  else if (expected) sendJson(response, error.status, { error: error.message });
  else sendJson(response, 503, { error: 'See the log of the app.' });
}

/**
 * Returns a server that is not listening yet.
 * @param {import('./routes.js').App} app
 * @param {(line: string) => void} log
 */
function createServer(app, log) {
  return http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://app');
    try {
      const name = `${request.method} ${pathname}`;
      if (!Object.hasOwn(ROUTES, name)) throw new Failure(404, `There is no ${name}.`);
      const answer = await ROUTES[name](app, request, response);
      if (answer !== undefined) sendJson(response, 200, answer);
    } catch (error) {
      sendFailure(response, error, log);
    }
  });
}

module.exports = { createServer };
