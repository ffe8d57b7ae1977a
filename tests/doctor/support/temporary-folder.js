'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after } = require('node:test');

/** Creates a folder that is removed when the tests of the file have ended. */
function temporaryFolder() {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-doctor-')));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

module.exports = { temporaryFolder };
