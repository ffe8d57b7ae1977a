'use strict';

exports.Database = require('better-sqlite3');
