'use strict';

// The command `anysqlite doctor`. docs/DOCTOR.md describes it.

const { judge } = require('./addon/judge');
const { parseArguments, USAGE } = require('./arguments');
const { examine, WrongPath } = require('./examine');
const { progressOn } = require('./output/progress');
const { terminalOf } = require('./output/terminal');
const { asText } = require('./output/text');

/** Exit codes. */
const WELL = 0;
const ILL = 1;
const NOT_EXAMINED = 2;

/**
 * Runs the doctor.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function run(args) {
  // Whoever reads the report may stop before its end, as `head` does.
  process.stdout.on('error', (error) => {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  });
  try {
    return report(parseArguments(args));
  } catch (error) {
    const isUse = /** @type {NodeJS.ErrnoException} */ (error).code?.startsWith('ERR_PARSE_ARGS') ?? false;
    if (!isUse && !(error instanceof WrongPath)) throw error;
    console.error(`anysqlite doctor: ${/** @type {Error} */ (error).message}${isUse ? `\n\n${USAGE}` : ''}`);
    return NOT_EXAMINED;
  }
}

/** @param {import('./arguments').Arguments} args */
function report(args) {
  if (args.help) {
    console.log(USAGE);
    return WELL;
  }
  const findings = examine(args, progressOn(process.stderr));
  process.stdout.write(args.json
    ? `${JSON.stringify(findings, null, 2)}\n`
    : asText(findings, terminalOf(process.stdout), args));
  return findings.problems.length === 0 ? WELL : ILL;
}

module.exports = { judge, run };
