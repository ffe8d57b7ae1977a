'use strict';

// The matrix as Markdown.

const { TARGETS } = require('../targets.js');
const { differences } = require('./measure.js');

/** @import { Measured } from './measure.js' */

/** Returns how this machine runs a target. @param {string} target */
function howRun(target) {
  const { emulation, wine } = TARGETS[target];
  if (wine) return 'under Wine';
  return emulation ? 'emulated by qemu-user' : 'natively';
}

/** Returns why the lock tier is not a better one. @param {Record<string, string>} reasons */
function reasonsAsText(reasons) {
  // A path in a reason is that of the machine which made the table.
  const texts = Object.entries(reasons).map(([tier, reason]) => `${tier}: ${reason.replace(/\/\S+\//g, '')}`);
  return texts.length === 0 ? '' : ` (${texts.join('; ')})`.replaceAll('|', '\\|');
}

/** Returns whether a target did all that is asked of it. @param {Measured} measured @param {Measured} native */
function passes(measured, native) {
  return measured.failure === undefined && measured.digest === native.digest && measured.addons?.failures.length === 0;
}

/** @param {Measured} measured @param {Measured} native */
function row(measured, native) {
  const { target, digest, found, failure, addons } = measured;
  if (!found) {
    return `| ${target} | ${TARGETS[target].about} | ${howRun(target)} | – | fails: ${failure?.split('\n')[0]} | – |`;
  }
  const result = digest === native.digest ? 'the same' : `differs in ${differences(measured, native).join(', ')}`;
  const cells = [
    target,
    `${found.runtime}, ${found.cpu}, ${found.endianness === 'LE' ? 'little' : 'big'}-endian`,
    howRun(target),
    `\`${found.tier}\`${reasonsAsText(found.reasons)}`,
    result,
    addons ? `${addons.survived} of ${addons.of}` : '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

/**
 * Returns the table, with a line for each target.
 * @param {Measured[]} matrix
 * @param {Measured} native
 */
function tableOf(matrix, native) {
  return [
    '| target | runtime | how it was run | lock tier (why not a better one) | results | addons survived |',
    '| --- | --- | --- | --- | --- | --- |',
    ...matrix.map((measured) => row(measured, native)),
  ].join('\n');
}

/** Returns docs/PORTABILITY.md. @param {Measured[]} matrix @param {Measured} native */
function documentOf(matrix, native) {
  const absent = Object.keys(TARGETS).filter((target) => !matrix.some((measured) => measured.target === target));
  return `# Where the package runs

\`cargo xtask portability\` writes this file: it runs the same programs (\`tests/portability/matrix\`) on each target
and compares the results with those of native better-sqlite3 on Node 24: statements, transactions, functions, text in
three encodings, 64-bit integers and reals by their bits, blobs, errors, two connections in WAL mode, a process that is
killed in a write, a backup, vectors. Native's results have the digest \`${native.digest}\`; "the same" are those that
have it, too.

${tableOf(matrix, native)}

**Addons survived**: the package is copied into a tree where foreign and damaged addons (of other systems, CPUs and C
libraries, truncated, overwritten with zeros; \`tests/support/foreign-addons\`) lie beside it and in the place of its
own optional addons, one kind after the other, each in a process of its own. It counts those with which a database is
created, written and read in WAL mode, and the engine wasmtime, asked for by name, is refused with an error. Emulated
targets get every fourth kind.

**Lock tiers**: \`shim\` and \`ffi\` share a file with every other process, native SQLite included; \`exclusive\` owns
it while it is open. [README](../README.md) says what that means.

**Emulated** targets run the program of that CPU on x86-64 by qemu-user: instructions, byte order and word size are
those of the CPU; timing, memory order and the kernel are not.${absent.length === 0 ? '' : `

Not run: ${absent.join(', ')}.`}
`;
}

module.exports = { documentOf, passes, tableOf };
