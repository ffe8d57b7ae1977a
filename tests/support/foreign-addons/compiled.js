'use strict';

// Addons that are compiled for this machine, each with something that stands against loading it, or with nothing.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** Values of NODE_MODULE_VERSION: of Node 8, 18, 20 and 24. */
const MODULE_VERSIONS = [57, 108, 115, 137];

const SOURCES = path.join(__dirname, 'sources');

/**
 * Compiles a C file into a library.
 * @param {string} output
 * @param {string} source
 * @param {string[]} args
 */
function compile(output, source, ...args) {
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-s', '-o', output, path.join(SOURCES, source), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/**
 * Makes a C library that has a version which no glibc has, to link with.
 * @param {string} folder
 */
function futureLibc(folder) {
  const script = path.join(folder, 'versions');
  const source = path.join(folder, 'future.c');
  const library = path.join(folder, 'libfuture.so');
  fs.writeFileSync(script, 'GLIBC_2.99 { global: future; };\n');
  fs.writeFileSync(source, 'int future(void) { return 0; }\n');
  const linking = `-Wl,--version-script=${script},-soname,libc.so.6`;
  execFileSync('gcc', ['-shared', '-nostdlib', '-o', library, source, linking]);
  return library;
}

/** Makes a library that nobody finds later. @param {string} folder */
function absentLibrary(folder) {
  const source = path.join(folder, 'absent.c');
  const library = path.join(folder, 'libabsent.so.9');
  fs.writeFileSync(source, 'int absent(void) { return 0; }\n');
  execFileSync('gcc', ['-shared', '-o', library, source, '-Wl,-soname,libabsent.so.9']);
  return library;
}

/**
 * Compiles the addons into a folder.
 * @param {string} folder
 * @param {string} scratch a folder for what they are made of
 */
function compileAddons(folder, scratch) {
  /** @param {string} name @param {string[]} args */
  const addon = (name, ...args) => compile(path.join(folder, `${name}.node`), 'addon.c', ...args);
  /** @param {string} name @param {string[]} args */
  const v8Addon = (name, ...args) => compile(path.join(folder, `${name}.node`), 'v8-addon.c', ...args);
  addon('node-api', '-DDECLARES=8');
  addon('node-api-future', '-DDECLARES=99');
  addon('no-addon', '-DNO_ENTRY');
  addon('undefined-data', '-DPOINTS_TO=no_such_variable');
  addon('undefined-function', '-DCALLS=no_such_function');
  addon('undefined-function-bound-now', '-DCALLS=no_such_function', '-Wl,-z,now');
  addon('unknown-instruction', '-DEXECUTES="ud2"');
  addon('newer-glibc', '-DCALLS=future', futureLibc(scratch));
  addon('missing-library', '-DCALLS=absent', absentLibrary(scratch));
  for (const version of MODULE_VERSIONS) {
    v8Addon(`v8-${version}`, `-DENTRY=node_register_module_v${version}`);
    v8Addon(`v8-record-${version}`, `-DMODULE_VERSION=${version}`);
  }
  const program = path.join(scratch, 'program.c');
  fs.writeFileSync(program, 'int main(void) { return 0; }\n');
  execFileSync('gcc', ['-o', path.join(folder, 'program.node'), program]);
  execFileSync('gcc', ['-c', '-o', path.join(folder, 'object.node'), program]);
}

module.exports = { compileAddons };
