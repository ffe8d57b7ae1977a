'use strict';

// Writes the names of the package's optional addons on this runtime: addon-names.js PACKAGE RESULT

const fs = require('node:fs');
const path = require('node:path');

const [packageFolder, result] = process.argv.slice(2);
const addonPackage = require(path.join(packageFolder, 'lib', 'engine', 'addon.js')).addonPackage();
const platform = /** @type {string} */ (addonPackage.split('wasmtime-').pop());
fs.writeFileSync(result, JSON.stringify({
  shim: `${process.platform}-${process.arch}.node`,
  addonPackage,
  builtAddon: `anysqlite-wasmtime.${platform}.node`,
}));
