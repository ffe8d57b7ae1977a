'use strict';

const { bodyOf } = require('./body.js');
const { sendBackup } = require('./backup.js');
const { Failure } = require('./failure.js');

/**
 * What the routes work with.
 * @typedef {object} App
 * @property {import('better-sqlite3').Database} db
 * @property {ReturnType<typeof import('../store/clients.js').clientsOf>} clients
 * @property {ReturnType<typeof import('../store/notes.js').notesOf>} notes
 * @property {ReturnType<typeof import('../pairing.js').pairing>} pairing
 */
/** @typedef {(app: App, request: import('node:http').IncomingMessage,
 *   response: import('node:http').ServerResponse) => unknown} Route returns the answer, or undefined if it sent one */

/** @type {(app: App, request: import('node:http').IncomingMessage) => { id: number, name: string }} */
function clientOf({ clients }, { headers }) {
  const [, token] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const client = token === undefined ? undefined : clients.withToken(token);
  if (!client) throw new Failure(401, 'Send the token of a paired client: Authorization: Bearer TOKEN');
  return client;
}

/** Asks the connection that serves the other routes: that is what has to work. @type {Route} */
function health({ db }) {
  db.prepare('SELECT 1').get();
  return { status: 'ok' };
}

/** @type {Route} */
async function pair({ clients, pairing }, request) {
  const { pin, name } = await bodyOf(request);
  if (typeof pin !== 'string' || typeof name !== 'string' || name === '') {
    throw new Failure(400, 'Send { "pin": "…", "name": "…" }, both strings.');
  }
  const answer = pairing.accepts(pin);
  if (answer === 'later') {
    throw new Failure(429, 'Too many wrong PINs. Try again in a minute, with the PIN of the log.');
  }
  if (!answer) throw new Failure(403, 'The PIN is wrong. The log of the app shows the right one.');
  return { token: clients.add(name) };
}

/** @type {Route} */
async function addNotes(app, request) {
  const client = clientOf(app, request);
  const { texts } = await bodyOf(request);
  if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string')) {
    throw new Failure(400, 'Send { "texts": ["…"] }, strings alone.');
  }
  return { added: app.notes.add(client.id, texts) };
}

/** @type {Route} */
const listNotes = (app, request) => ({ notes: app.notes.all(clientOf(app, request).id) });

/** @type {Route} */
async function backup(app, request, response) {
  clientOf(app, request);
  await sendBackup(app.db, response);
}

/** @type {Record<string, Route>} */
const ROUTES = {
  'GET /api/health': health,
  'POST /api/pair': pair,
  'POST /api/notes': addNotes,
  'GET /api/notes': listNotes,
  'GET /api/backup': backup,
};

module.exports = { ROUTES };
