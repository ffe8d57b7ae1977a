'use strict';

// `Database.constants`: by SQLite's names and with its numbers, as in node:sqlite. Resolutions of conflicts come first.

const { CHANGESET } = require('../generated/sqlite');
const { Object } = require('../intrinsics');

const { SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE, SQLITE_CHANGESET_ABORT, ...conflicts } = CHANGESET;

const resolutions = { SQLITE_CHANGESET_OMIT, SQLITE_CHANGESET_REPLACE, SQLITE_CHANGESET_ABORT };

exports.constants = Object.freeze({ ...resolutions, ...conflicts });
