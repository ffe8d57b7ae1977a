#!/usr/bin/env node
'use strict';

// A server of the Model Context Protocol on stdin and stdout, with one tool: node server.js FOLDER

const path = require('node:path');
const readline = require('node:readline');
const Database = require('better-sqlite3');

const db = new Database(path.join(process.argv[2], 'notes.db'));
db.pragma('journal_mode = WAL');
db.exec('CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');

const TOOL = {
  name: 'add_note',
  description: 'Adds a note. Returns how many there are.',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
};

const METHODS = {
  initialize: ({ protocolVersion }) => (
    { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'notes', version: '1.0.0' } }),
  'tools/list': () => ({ tools: [TOOL] }),
  'tools/call'({ arguments: { text } }) {
    db.prepare('INSERT INTO note (text) VALUES (?)').run(text);
    const count = db.prepare('SELECT count(*) FROM note').pluck().get();
    return { content: [{ type: 'text', text: `${count} notes, locks ${Database.anysqlite.locks}` }] };
  },
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  // Notifications have no id and no answer.
  if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: METHODS[method](params) }));
});
