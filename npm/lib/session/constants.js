'use strict';

// By SQLite's names and numbers, as node:sqlite has them.

const CONFLICTS = {
  SQLITE_CHANGESET_DATA: 1,
  SQLITE_CHANGESET_NOTFOUND: 2,
  SQLITE_CHANGESET_CONFLICT: 3,
  SQLITE_CHANGESET_CONSTRAINT: 4,
  SQLITE_CHANGESET_FOREIGN_KEY: 5,
};

const RESOLUTIONS = {
  SQLITE_CHANGESET_OMIT: 0,
  SQLITE_CHANGESET_REPLACE: 1,
  SQLITE_CHANGESET_ABORT: 2,
};

const constants = Object.freeze({ ...RESOLUTIONS, ...CONFLICTS });

exports.constants = constants;
