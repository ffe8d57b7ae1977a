'use strict';

const { execute } = require('./execute.js');

/**
 * Installs one package. npm takes it for the wrong platform when it is for another CPU, hence the force.
 * @param {string} spec
 * @param {string} folder
 */
function installFromNpm(spec, folder) {
  execute('npm', [
    'install', '--force', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, spec,
  ]);
}

module.exports = { installFromNpm };
