'use strict';

// What the doctor says about each kind of addon, on Node for Linux on x64 with glibc.

const assert = require('node:assert/strict');
const path = require('node:path');
const { before, test } = require('node:test');
const { makeForeignAddons } = require('../support/foreign-addons');
const { report } = require('./support/doctor');
const { temporaryFolder } = require('./support/temporary-folder');

const NODE = `Node ${process.versions.node}`;
const ABI = process.versions.modules;

/** Whether an addon loads, and what is said about it. @type {[name: string, loads: boolean, sentence: RegExp][]} */
const SENTENCES = [
  ['archive', false, /^is an archive that nobody has unpacked/],
  ['cut-0', false, /^is empty; install the package again$/],
  ['cut-3', false, /^is no executable file/],
  ['cut-16', false, /^is cut short within its header: it has 16 bytes/],
  ['cut-64', false, /^is cut short within its header: it has 64 bytes/],
  ['cut-1000', false, /^is cut short: 1,000 bytes of at least 2,[\d,]+; loading it may end the process without an /],
  ['cut-90-percent', false, /^is cut short: /],
  ['cut-last-byte', true, /^fits: .*, although its last 1 byte, which is not loaded, is missing$/],
  ['dangling-link', false, /^is a link to nowhere\.node, which does not exist$/],
  ['darwin-arm64', false, /^is a Mach-O file for macOS on arm64; this process runs on Linux on x64$/],
  ['darwin-fat', false, /^is a Mach-O file for macOS on x64 and macOS on arm64; this process runs on Linux on x64$/],
  ['folder', false, /^is a folder, as Docker makes where a file to be mounted is missing$/],
  ['half-zeros', false, /^has zeros in place of its tables/],
  ['lfs-pointer', false, /^is the text that Git leaves in place of a large file; `git lfs pull` fetches the file$/],
  ['linux-arm64', false, /^is an ELF file for Linux on arm64; this process runs on Linux on x64$/],
  ['linux-s390x', false, /^is an ELF file for Linux on s390x; this process runs on Linux on x64$/],
  ['linux-x64', true, /^fits: it is for Linux on x64 with glibc 2\.34 or newer and Node-API 10$/],
  ['linuxmusl-x64', false, /^is for Linux with musl \(Alpine\); this process runs on glibc 2\.\d+$/],
  ['missing-library', false, /^needs the library libabsent\.so\.9, which is not installed$/],
  ['newer-glibc', false, /^needs glibc 2\.99 or newer; this process runs on glibc 2\.\d+$/],
  ['no-addon', false, /^is a library, but no addon of Node: it registers nothing$/],
  ['node-api', true, /^fits: it is for Linux on x64 and Node-API 8$/],
  ['node-api-future', false, /^needs Node-API 99, and Node [\d.]+ has \d+; loading it ends the process$/],
  ['object', false, /^is no library: it has to be linked first$/],
  ['program', false, /^is a program, no library$/],
  ['text', false, /^is text, no executable file; install the package again$/],
  ['undefined-data', false, new RegExp(`^needs no_such_variable, which neither ${NODE} nor a library here has$`)],
  ['undefined-function', true, /^fits: .*, but it lacks no_such_function, and a call of that ends the process$/],
  ['undefined-function-bound-now', false, /^needs no_such_function, which neither /],
  ['v8-57', false, new RegExp(`^is built for NODE_MODULE_VERSION 57, and this is ${NODE} with ${ABI}; \`npm rebuild`)],
  ['v8-record-57', false, /^is built for NODE_MODULE_VERSION 57, and this is Node/],
  [`v8-${ABI}`, true, new RegExp(`^fits: it is for Linux on x64 and NODE_MODULE_VERSION ${ABI}$`)],
  [`v8-record-${ABI}`, true, new RegExp(`^fits: it is for Linux on x64 and NODE_MODULE_VERSION ${ABI}$`)],
  ['web-page', false, /^is a web page, probably the error page of a download; install the package again$/],
  ['win32-x64', false, /^is a PE file for Windows on x64; this process runs on Linux on x64$/],
  ['zeros', false, /^consists of zeros, as a copy leaves that was interrupted; install the package again$/],
];

const folder = temporaryFolder();

/** @type {Map<string, { loads: boolean, reason: string }>} */
let verdicts;

before(() => {
  makeForeignAddons(folder);
  const { addons } = report([folder]);
  verdicts = new Map(addons.map((addon) => [path.basename(addon.path, '.node'), addon]));
});

for (const [name, loads, sentence] of SENTENCES) {
  test(`${name}: ${sentence.source}`, () => {
    assert.match(verdicts.get(name)?.reason ?? '', sentence);
    assert.equal(verdicts.get(name)?.loads, loads);
  });
}

test('an addon that does not exist is said to be missing', () => {
  const { addons, status } = report([path.join(folder, 'missing.node'), '--strict']);
  assert.deepEqual(addons.map(({ reason }) => reason), ['does not exist']);
  assert.equal(status, 1);
});

test('an addon is said not to load where the process may load none', () => {
  const { addons } = report([path.join(folder, 'node-api.node')], { node: ['--no-addons'] });
  assert.match(addons[0].reason, /^fits, but this process may load no addons/);
  assert.equal(addons[0].loads, false);
});
