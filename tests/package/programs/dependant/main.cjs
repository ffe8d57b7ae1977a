'use strict';

const Database = require('better-sqlite3');
const dependant = require('dependant');

console.log(JSON.stringify({ same: dependant.Database === Database, engine: Database.anysqlite.engine }));
