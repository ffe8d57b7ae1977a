'use strict';

// Both files in one process, each in a context of its own.
module.exports = { testMatch: ['**/*.spec.js'], maxWorkers: 1 };
