'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { ROOT } = require('../../support/packages');
const { container } = require('./container');
const { buildImage } = require('./dockerfile');
const { addBase, addNode } = require('./root');

const APP = path.join(ROOT, 'examples', 'home-assistant-app', 'notebook');

/** Creates a folder that is removed when the test ends. @param {{ after(fn: () => void): void }} t */
function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'anysqlite-app-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Returns a copy of the app's folder, with files that do not belong there.
 * @param {{ after(fn: () => void): void }} t
 * @param {Record<string, Uint8Array>} [strays] contents by path
 */
function contextWith(t, strays = {}) {
  const context = temporaryFolder(t);
  fs.cpSync(APP, context, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  for (const [name, content] of Object.entries(strays)) {
    fs.mkdirSync(path.join(context, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(context, name), content);
  }
  return context;
}

/**
 * Builds the image of a context for a runtime.
 * @param {{ after(fn: () => void): void }} t
 * @param {{ target: string, context: string, registry: string }} options `registry` is the URL of the package registry
 */
async function imageOf(t, { target, context, registry }) {
  const root = temporaryFolder(t);
  addBase(root);
  addNode(root, target);
  const place = container(root);
  return { place, ...await buildImage(place, context, { npm_config_registry: registry }) };
}

module.exports = { APP, contextWith, imageOf, temporaryFolder };
