'use strict';

// The example of a Home Assistant app: its image is built, run, killed, updated, backed up and restored, in a root file
// system for each runtime that ANYSQLITE_TARGETS names.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { parse } = require('yaml');
const { Database } = require('../support/engine');
const { backUp, clear, inside, restore } = require('./support/data');
const { healthcheckOf, instructionsOf } = require('./support/dockerfile');
const { APP, contextWith, imageOf, temporaryFolder } = require('./support/image');
const { startRegistry } = require('../support/registry');
const { runSmoke, startServer } = require('./support/service');

const TARGETS = (process.env.ANYSQLITE_TARGETS || 'musl-x64').split(',');
const CONFIG = parse(fs.readFileSync(path.join(APP, 'config.yaml'), 'utf8'));

/** The start of a library for macOS on arm64. No Linux loads it. */
const MACH_O_HEADER = 'cffaedfe0c00000100000000060000000100000000000000';
const MACH_O = Buffer.concat([Buffer.from(MACH_O_HEADER, 'hex'), Buffer.alloc(4096)]);
const BATCH = 20;

/** Pairs a client. Returns what it needs to read and write notes. */
async function pair(server) {
  const { status, body } = await server.ask('POST /api/pair', { body: { pin: server.pin(), name: 'kitchen' } });
  assert.equal(status, 200);
  return clientWith(body.token);
}

const clientWith = (token) => ({
  token,
  write: (server, texts) => server.ask('POST /api/notes', { token, body: { texts } }),
  texts: async (server) => (await server.ask('GET /api/notes', { token })).body.notes.map(({ text }) => text),
});

/** Writes batches until the server dies. Returns the numbers of those that it acknowledged. */
async function writeUntilKilled(server, client) {
  const acknowledged = [];
  for (let batch = 0; ; batch += 1) {
    try {
      const { status } = await client.write(server, Array(BATCH).fill(String(batch)));
      if (status === 200) acknowledged.push(batch);
    } catch {
      return acknowledged;
    }
  }
}

for (const target of TARGETS) {
  describe(`on ${target}`, () => {
    const undo = [];
    const scope = { after: (fn) => undo.push(fn) };
    let place;
    let registry;

    before(async () => {
      registry = await startRegistry();
      // What a developer's machine leaves in the tree, and .dockerignore keeps out.
      const context = contextWith(scope, {
        'app/node_modules/better-sqlite3/build/Release/better_sqlite3.node': MACH_O, 'app/test.db': MACH_O,
      });
      const image = await imageOf(scope, { target, context, registry: registry.url });
      assert.equal(image.failed, null, image.output);
      assert.match(image.output, /smoke: ok/);
      place = image.place;
    });
    after(() => {
      registry.close();
      for (const fn of undo.reverse()) fn();
    });

    test('the image has the package, and nothing that .dockerignore names', () => {
      assert.ok(fs.existsSync(place.file('app/node_modules/better-sqlite3/wasm/sqlite.wasm')));
      assert.ok(!fs.existsSync(place.file('app/node_modules/better-sqlite3/build')));
      assert.ok(!fs.existsSync(place.file('app/test.db')));
    });

    test('the smoke test passes before the server starts, on the folder of the data', async () => {
      const { status, output } = await runSmoke(place);
      assert.equal(status, 0, output);
      assert.match(output, /^smoke: ok, SQLite 3\./m);
      assert.deepEqual(fs.readdirSync(place.file('data')), []);
    });

    test('the server says what it runs on, and is healthy', async (t) => {
      clear(place);
      const server = await startServer(t, place);
      assert.match(server.log(), /SQLite 3\S+, engine v8, locks shim, Node v24/);
      assert.deepEqual(await server.ask('GET /api/health'), { status: 200, body: { status: 'ok' } });
      const command = healthcheckOf(APP).map((word) => word.replace(':8099', `:${server.port}`));
      assert.equal((await place.run(command)).status, 0);
      await server.stop();
      assert.notEqual((await place.run(command)).status, 0);
    });

    test('a client pairs with the PIN of the log, once, and then keeps notes', async (t) => {
      clear(place);
      const server = await startServer(t, place);
      assert.equal((await server.ask('GET /api/notes')).status, 401);
      const pin = server.pin();
      const client = await pair(server);
      assert.equal((await server.ask('POST /api/pair', { body: { pin, name: 'again' } })).status, 403);
      assert.deepEqual((await client.write(server, ['milk', 'größe 😀'])).body, { added: 2 });
      assert.equal((await client.write(server, ['good', 7])).status, 400);
      assert.deepEqual(await client.texts(server), ['milk', 'größe 😀']);
      await server.stop();
    });

    test('after five wrong PINs there is a new one, and none is accepted for a minute', async (t) => {
      clear(place);
      const server = await startServer(t, place);
      const attempt = (pin) => server.ask('POST /api/pair', { body: { pin, name: 'kitchen' } });
      const first = server.pin();
      for (let count = 0; count < 5; count += 1) assert.equal((await attempt('x')).status, 403);
      assert.notEqual(server.pin(), first);
      assert.equal((await attempt(server.pin())).status, 429);
      await server.stop();
    });

    test('a server that is killed in a write keeps what it acknowledged, and no half batch', async (t) => {
      clear(place);
      let server = await startServer(t, place);
      const client = await pair(server);
      const writing = writeUntilKilled(server, client);
      setTimeout(() => server.kill(), 1500);
      const acknowledged = await writing;
      assert.ok(acknowledged.length > 0);

      server = await startServer(t, place);
      const counts = new Map();
      for (const text of await client.texts(server)) counts.set(Number(text), (counts.get(Number(text)) ?? 0) + 1);
      assert.deepEqual(acknowledged.filter((batch) => !counts.has(batch)), []);
      assert.deepEqual([...counts.values()].filter((count) => count !== BATCH), []);
      await server.stop();
    });

    test('an update migrates the database of the first release, and keeps its rows', async (t) => {
      clear(place);
      const { status, output } = await place.run(['node', '-e', `
        const { MIGRATIONS, migrate } = require('/app/src/store/migrations.js');
        const db = new (require('/app/node_modules/better-sqlite3'))('/data/app.db');
        db.pragma('journal_mode = WAL');
        migrate(db, MIGRATIONS.slice(0, 1));
        const token = require('/app/src/store/clients.js').clientsOf(db).add('old');
        db.prepare('INSERT INTO note (client_id, text) VALUES (1, ?)').run('from the first release');
        console.log('token', token);
      `]);
      assert.equal(status, 0, output);
      const client = clientWith(output.split(' ')[1].trim());
      const server = await startServer(t, place);
      assert.equal((await client.write(server, ['from the second'])).status, 200);
      assert.deepEqual(await client.texts(server), ['from the first release', 'from the second']);
      await server.stop();
    });

    test('a release that is older than the database refuses to start, and changes nothing', async (t) => {
      clear(place);
      const future = "new (require('/app/node_modules/better-sqlite3'))('/data/app.db').pragma('user_version = 99')";
      await place.run(['node', '-e', future]);
      await assert.rejects(startServer(t, place), /schema 99.*Install the newer release/s);
      const db = new Database(place.file('data/app.db'), { readonly: true });
      t.after(() => db.close());
      assert.equal(db.pragma('user_version', { simple: true }), 99);
      assert.equal(db.prepare('SELECT count(*) FROM sqlite_master').pluck().get(), 0);
    });

    test('a backup that Supervisor makes while clients write is restored as of the moment of backup_pre', async (t) => {
      clear(place);
      const server = await startServer(t, place);
      const client = await pair(server);
      await client.write(server, ['before']);
      const copy = temporaryFolder(t);
      await inside(place, CONFIG.backup_pre);
      await client.write(server, ['after backup_pre']);
      await backUp(place, copy, { backup_pre: 'true', backup_post: CONFIG.backup_post });
      assert.deepEqual(await client.texts(server), ['before', 'after backup_pre']);
      assert.ok(!fs.existsSync(place.file('data/backup.db')));
      await server.kill();

      restore(place, copy);
      const restored = await startServer(t, place);
      assert.match(restored.log(), /restored from the backup/);
      assert.deepEqual(await client.texts(restored), ['before']);
      await restored.stop();
    });

    test('a backup of a stopped app is restored, whether it was stopped or killed', async (t) => {
      for (const end of ['stop', 'kill']) {
        clear(place);
        const server = await startServer(t, place);
        const client = await pair(server);
        await client.write(server, ['kept']);
        await server[end]();
        const copy = temporaryFolder(t);
        await backUp(place, copy, null);
        restore(place, copy);
        const restored = await startServer(t, place);
        assert.deepEqual(await client.texts(restored), ['kept'], end);
        await restored.stop();
      }
    });

    test('a copy that an interrupted backup left behind does not replace the newer database', async (t) => {
      clear(place);
      let server = await startServer(t, place);
      const client = await pair(server);
      await inside(place, CONFIG.backup_pre);
      await client.write(server, ['newer']);
      await server.kill();
      server = await startServer(t, place);
      assert.match(server.log(), /interrupted backup/);
      assert.deepEqual(await client.texts(server), ['newer']);
      assert.ok(!fs.existsSync(place.file('data/backup.db')));
      await server.stop();
    });

    test('the backup route sends a database that others open', async (t) => {
      clear(place);
      const server = await startServer(t, place);
      const client = await pair(server);
      await client.write(server, ['one', 'two']);
      const { status, body } = await server.ask('GET /api/backup', { token: client.token });
      assert.equal(status, 200);
      const file = path.join(temporaryFolder(t), 'copy.db');
      fs.writeFileSync(file, Buffer.from(body));
      const db = new Database(file);
      assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
      assert.deepEqual(db.prepare('SELECT text FROM note ORDER BY id').pluck().all(), ['one', 'two']);
      db.close();
      assert.deepEqual(fs.readdirSync(place.file('tmp')).filter((name) => name.startsWith('download-')), []);
      await server.stop();
    });

    test('an addon for macOS among the installed packages fails the build, after the last COPY', async (t) => {
      const [copy, check] = instructionsOf(APP).filter(({ text }) => /^rootfs |doctor/.test(text));
      assert.deepEqual([copy.keyword, check.keyword], ['COPY', 'RUN']);
      const build = () => place.run(['/bin/sh', '-c', check.text], { cwd: '/app' });
      assert.equal((await build()).status, 0);

      const folder = place.file('app/node_modules/foreign');
      t.after(() => fs.rmSync(folder, { recursive: true }));
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'foreign.node'), MACH_O);
      const { status, output } = await build();
      assert.notEqual(status, 0, output);
      assert.match(output, /foreign\.node/);
    });
  });
}
