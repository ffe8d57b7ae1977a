'use strict';

// The packed package. `npm pack` names the file after the package, with its scope as a word.

const fs = require('node:fs');
const path = require('node:path');
const { name, version } = require('../../npm/package.json');

const FILE = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
const TARBALL = path.join(__dirname, '..', '..', 'target', 'npm', FILE);

if (!fs.existsSync(TARBALL)) throw new Error(`${TARBALL} is missing: run \`cargo xtask dist\``);

module.exports = { TARBALL };
