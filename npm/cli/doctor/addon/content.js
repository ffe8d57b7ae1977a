'use strict';

// Verdicts about files that are no executables, or damaged ones.

const { fails } = require('./verdict');
const { plural } = require('./names');

/** @import { Damage, Report } from '../../generated/exe_inspect' */
/** @import { Verdict } from './verdict' */

const AGAIN = 'install the package again';

/** @type {Record<string, string>} */
const CONTENTS = {
  empty: `is empty; ${AGAIN}`,
  zeros: `consists of zeros, as a copy leaves that was interrupted; ${AGAIN}`,
  'lfs-pointer': 'is the text that Git leaves in place of a large file; `git lfs pull` fetches the file',
  markup: `is a web page, probably the error page of a download; ${AGAIN}`,
  text: `is text, no executable file; ${AGAIN}`,
  archive: `is an archive that nobody has unpacked; ${AGAIN}`,
  wasm: 'is a WebAssembly module, which Node does not load as an addon',
  unknown: `is no executable file; ${AGAIN}`,
  elf: `has the first bytes of an ELF file, and no more that is right; ${AGAIN}`,
};

/**
 * Returns the verdict about a file that is no executable.
 * @param {Report} report
 * @returns {Verdict}
 */
const noExecutable = ({ content }) => fails(CONTENTS[content] ?? CONTENTS.unknown);

/**
 * Returns the verdict about a damaged image, or undefined if it can be loaded all the same.
 * @param {Damage} damage
 * @param {number} bytes size of the file
 * @returns {Verdict | undefined}
 */
function damaged(damage, bytes) {
  switch (damage.kind) {
    case 'tail-cut':
      return undefined;
    case 'header-cut':
      return fails(`is cut short within its header: it has ${plural(bytes, 'byte')}; ${AGAIN}`);
    case 'cut':
      return fails(`is cut short: ${plural(bytes, 'byte')} of at least ${damage.needs.toLocaleString('en')}; ` +
        'loading it ' +
        `may end the process without an error; ${AGAIN}`);
    case 'zeroed':
      return fails('has zeros in place of its tables, as an interrupted copy leaves; loading it may end the process ' +
        `without an error; ${AGAIN}`);
    default:
      return fails(`is damaged: ${damage.what} cannot be right; ${AGAIN}`);
  }
}

module.exports = { damaged, noExecutable };
