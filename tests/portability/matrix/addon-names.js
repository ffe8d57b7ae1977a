'use strict';

// Writes the names of the package's optional addons on this runtime: addon-names.js RESULT. The packed package has the
// code that knows them inside its bundle, so the sources are asked.

const fs = require('node:fs');
const { addonPackage: nameOfAddonPackage } = require('../../../npm/lib/engine/addon');

const [result] = process.argv.slice(2);
const addonPackage = nameOfAddonPackage();
const platform = /** @type {string} */ (addonPackage.split('wasmtime-').pop());
fs.writeFileSync(result, JSON.stringify({
  shim: `${process.platform}-${process.arch}.node`,
  addonPackage,
  builtAddon: `anysqlite-wasmtime.${platform}.node`,
}));
