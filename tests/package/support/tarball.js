'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { version } = require('../../../npm/package.json');

const TARBALL = path.join(__dirname, '..', '..', '..', 'target', 'npm', `anysqlite-${version}.tgz`);

if (!fs.existsSync(TARBALL)) throw new Error(`${TARBALL} is missing: run \`cargo xtask dist\``);

module.exports = { TARBALL };
