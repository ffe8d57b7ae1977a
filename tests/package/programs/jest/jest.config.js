'use strict';

// One worker runs both test files in one process, each in its own context.
module.exports = { testMatch: ['**/*.spec.js'], maxWorkers: 1 };
