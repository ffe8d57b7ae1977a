'use strict';

const Database = require('better-sqlite3');
const { takeNotes } = require('./notes.cjs');

takeNotes(Database, Database.SqliteError);
