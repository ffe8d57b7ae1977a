'use strict';

// better-sqlite3-session-store as the store of express-session, over HTTP.

const http = require('node:http');
const { once } = require('node:events');
const { mock } = require('node:test');
const { promisify } = require('node:util');
const Database = require('better-sqlite3');
const session = require('express-session');
const SqliteStore = require('better-sqlite3-session-store')(session);

const CLEAR_INTERVAL_MS = 60_000;
const EXPIRED_COOKIE = { maxAge: -1000 };

const sessions = ['first', 'second'];

const actions = {
  '/count': (request) => {
    request.session.count = (request.session.count ?? 0) + 1;
    return request.session.count;
  },
  '/logout': (request) => promisify(request.session.destroy.bind(request.session))().then(() => 'gone'),
};

module.exports = async (file) => {
  // Mocked because the store offers no way to stop its timer.
  mock.timers.enable({ apis: ['setInterval'] });
  const client = new Database(file);
  client.pragma('journal_mode = WAL');
  const store = new SqliteStore({ client, expired: { clear: true, intervalMs: CLEAR_INTERVAL_MS } });
  const ids = sessions.values();
  const middleware = session({
    store, secret: 'secret', resave: false, saveUninitialized: false, genid: () => ids.next().value,
  });

  const server = http.createServer((request, response) => middleware(request, response, async () => {
    response.end(String(await actions[request.url](request)));
  }));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const get = async (path, cookie) => {
    const url = `http://127.0.0.1:${server.address().port}${path}`;
    const response = await fetch(url, { headers: cookie ? { cookie } : {} });
    return [await response.text(), response.headers.get('set-cookie')?.split(';')[0] ?? null];
  };

  const [one, cookie] = await get('/count');
  const [two] = await get('/count', cookie);
  const [other, otherCookie] = await get('/count');
  const together = await Promise.all(Array.from({ length: 5 }, () => get('/count', otherCookie)));
  const method = (name) => promisify(store[name].bind(store));
  const before = (await method('all')()).map(({ sid, sess }) => [sid, JSON.parse(sess)]);
  const gone = await get('/logout', cookie);

  const set = await method('set')('expired', { cookie: EXPIRED_COOKIE, text: 'ö🚀' });
  const withExpired = await method('length')();
  const unseen = await method('get')('expired');
  mock.timers.tick(CLEAR_INTERVAL_MS);
  const withoutExpired = await method('length')();
  const touched = await method('touch')('second', { cookie: {} });
  client.close();
  const failure = await method('get')('second').catch((error) => [error.name, error.message]);
  server.closeAllConnections();
  server.close();

  return {
    counts: [one, two, other], cookie, together, before, gone,
    set, withExpired, unseen, withoutExpired, touched, failure,
  };
};
