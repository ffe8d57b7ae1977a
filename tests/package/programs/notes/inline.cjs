'use strict';

const Database = require('better-sqlite3/inline');
const { takeNotes } = require('./notes.cjs');

takeNotes(Database, Database.SqliteError);
