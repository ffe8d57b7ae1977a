'use strict';

const { execute } = require('./execute.js');

/**
 * Installs one package. Without --force, npm refuses a package for another CPU.
 * @param {string} spec
 * @param {string} folder
 */
function installFromNpm(spec, folder) {
  execute('npm', [
    'install', '--force', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund',
    '--prefix', folder, spec,
  ]);
}

module.exports = { installFromNpm };
