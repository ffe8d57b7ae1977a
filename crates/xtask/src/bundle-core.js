'use strict';

// node bundle-core.js LIB BUNDLE
//
// Writes one file with core.js of the folder LIB and what it requires, except for the files that stay outside.

const path = require('node:path');
const esbuild = require('esbuild');

const [lib, outfile] = process.argv.slice(2).map((name) => path.resolve(name));

/**
 * Files that the bundle requires when it runs. `packaged/files.js` has to come from a file of its own, since by that it
 * knows that it is in the package. It shares `intrinsics.js` with the bundle. Of `generated/shims`, a program uses one.
 */
const OUTSIDE = /^(intrinsics|packaged\/files|generated\/shims\/.*)\.js$/;

/** Makes a file that stays outside one module of the bundle, so that it is required once. @type {esbuild.Plugin} */
const outside = {
  name: 'outside',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ importer, namespace, path: name, resolveDir }) => {
      if (namespace === 'outside') return { path: `./${importer}`, external: true };
      const file = path.relative(lib, require.resolve(path.join(resolveDir, name)));
      return OUTSIDE.test(file) ? { path: file, namespace: 'outside' } : undefined;
    });
    build.onLoad({ filter: /^/, namespace: 'outside' }, () => ({ contents: "module.exports = require('./')" }));
  },
};

/** Not core.js itself: esbuild would make the whole bundle strict, and guest-calls.js must not be. */
const stdin = { contents: "module.exports = require('./core')", resolveDir: lib };

// Names stay, for stack traces. Short lines, because Node prints the line of an error that nobody catches.
esbuild.build({
  stdin, outfile, bundle: true, platform: 'node', target: 'node18', minifyWhitespace: true, lineLimit: 120,
  tsconfigRaw: {}, logLevel: 'warning', plugins: [outside],
}).catch(() => {
  process.exitCode = 1;
});
