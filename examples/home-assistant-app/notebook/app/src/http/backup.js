'use strict';

const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');

/**
 * Returns the descriptor of a copy of the database as of one moment. The copy has no name any more, so that nothing is
 * left behind. Other requests go on meanwhile.
 * @param {import('better-sqlite3').Database} db
 */
async function unnamedCopy(db) {
  const file = path.join(os.tmpdir(), `download-${randomUUID()}.db`);
  try {
    await db.backup(file);
    return fs.openSync(file);
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/**
 * Sends a copy of the database.
 * @param {import('better-sqlite3').Database} db
 * @param {import('node:http').ServerResponse} response
 */
async function sendBackup(db, response) {
  const fd = await unnamedCopy(db);
  response.writeHead(200, { 'content-type': 'application/vnd.sqlite3', 'content-length': fs.fstatSync(fd).size });
  await pipeline(fs.createReadStream('', { fd }), response);
}

module.exports = { sendBackup };
