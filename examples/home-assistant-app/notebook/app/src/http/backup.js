'use strict';

const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { pipeline } = require('node:stream/promises');

/**
 * Sends a copy of the database as of one moment. Other requests go on meanwhile.
 * @param {import('better-sqlite3').Database} db
 * @param {string} folder where the copy is written first
 * @param {import('node:http').ServerResponse} response
 */
async function sendBackup(db, folder, response) {
  const copy = path.join(folder, `download-${randomUUID()}.db`);
  try {
    await db.backup(copy);
    response.writeHead(200, {
      'content-type': 'application/vnd.sqlite3', 'content-length': fs.statSync(copy).size,
    });
    await pipeline(fs.createReadStream(copy), response);
  } finally {
    fs.rmSync(copy, { force: true });
  }
}

module.exports = { sendBackup };
