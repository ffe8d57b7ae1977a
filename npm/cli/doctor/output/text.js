'use strict';

// The report as text.

const { plural, systemName } = require('../addon/names');
const { printable } = require('./terminal');

/** @import { Findings } from '../examine' */
/** @import { Terminal } from './terminal' */

/** What stands before sentences about something that is named on the line above. */
const INDENT = '     ';

const MARKS = /** @type {const} */ ({ good: ['ok   ', 'green'], unsure: ['?    ', 'yellow'], bad: ['BAD  ', 'red'] });

/** The lines of one report. */
class Report {
  /** @param {Terminal} terminal */
  constructor(terminal) {
    this.terminal = terminal;
    /** @type {string[]} */
    this.lines = [];
  }

  /** @param {string} title */
  section(title) {
    this.lines.push('', this.terminal.style('bold', title));
  }

  /** @param {string} name @param {string} text */
  fact(name, text) {
    this.lines.push(this.terminal.paragraph(`${name.padEnd(9)} ${text}`, ''));
  }

  /**
   * Adds an entry: a mark, what it is about, and a sentence about that.
   * @param {boolean | null} good
   * @param {string} subject
   * @param {string} sentence
   */
  entry(good, subject, sentence) {
    const [mark, style] = good === true ? MARKS.good : good === null ? MARKS.unsure : MARKS.bad;
    this.lines.push(`${this.terminal.style(style, mark)}${printable(subject)}`, this.terminal.paragraph(sentence, INDENT));
  }
}

/**
 * Returns the report.
 * @param {Findings} findings
 * @param {Terminal} terminal
 * @param {{ all: boolean }} options
 */
function asText(findings, terminal, { all }) {
  const report = new Report(terminal);
  facts(report, findings);
  addons(report, findings, all);
  copies(report, findings);
  scripts(report, findings);
  lockFiles(report, findings);
  database(report, findings);
  unreadable(report, findings);
  conclusion(report, findings);
  return `${report.lines.join('\n')}\n`;
}

/** @param {Report} report @param {Findings} findings */
function facts(report, { path, files, package: own, process: here }) {
  const libc = here.libc === null ? '' : `, ${here.libc.name}${here.libc.version === null ? '' : ` ${here.libc.version}`}`;
  report.fact('process', `${here.name} on ${systemName(here.platform)} on ${here.arch}${libc}; Node-API ${here.nodeApi}, ` +
    `NODE_MODULE_VERSION ${here.moduleVersion}${here.permissions ? '; permission model' : ''}${here.addons ? '' : '; no addons'}`);
  report.fact('package', own.works
    ? `anysqlite ${own.version} works: SQLite ${own.sqlite} on ${own.engine}, locks by ${own.locks}`
    : `anysqlite ${own.version} does not work: ${own.reason}`);
  report.fact('path', `${path}, ${plural(files, 'file')}`);
}

/** @param {Report} report @param {Findings} findings @param {boolean} all */
function addons(report, { addons: list }, all) {
  report.section('Addons (.node files)');
  const shown = list.filter(({ matters }) => matters || all);
  for (const { path, loads, reason, matters } of shown) report.entry(matters ? loads : true, path, reason);
  const others = list.length - shown.length;
  if (list.length === 0) report.lines.push('none, and this package needs none');
  if (others > 0) {
    report.lines.push(`${plural(others, 'addon')} for other platforms, each beside one that loads here (--all lists them)`);
  }
}

/** @param {Report} report @param {Findings} findings */
function copies(report, { copies: list }) {
  if (list.length === 0) return;
  report.section('Copies of better-sqlite3');
  for (const { path, name, version, native } of list) {
    report.entry(native ? null : true, path, native
      ? `is native better-sqlite3 ${version}. An alias in dependencies replaces only the copy of its own package.json; ` +
        '"overrides" (npm), "pnpm.overrides" or "resolutions" (Yarn) replace all'
      : `is this package, ${name} ${version}`);
  }
}

/** @param {Report} report @param {Findings} findings */
function scripts(report, { scripts: list }) {
  const compiling = list.filter(({ compiles }) => compiles);
  if (compiling.length === 0) return;
  report.section('Packages that compile, or download binaries, when they are installed');
  for (const { path, script } of compiling) {
    report.entry(null, path, `has the install script \`${script}\`, unless the package manager blocks it, as pnpm does by default`);
  }
}

/** @param {Report} report @param {Findings} findings */
function lockFiles(report, { lockFiles: list }) {
  if (list.length === 0) return;
  report.section('Lock files');
  for (const { path, state, reason } of list) report.entry(state === 'in use' ? true : null, path, reason);
}

/** @param {Report} report @param {Findings} findings */
function database(report, { database: found }) {
  if (found === null) return;
  report.section('Database');
  const journals = { wal: 'a write-ahead log', rollback: 'a rollback journal', unwritten: 'nothing written yet' };
  report.entry(found.problem === null, found.path, found.problem ?? `is a SQLite database with ${journals[found.journal]}`);
  if (found.fileSystem !== null) report.lines.push(report.terminal.paragraph(`lies on ${found.fileSystem}`, INDENT));
  if (found.reason !== '') report.lines.push(report.terminal.paragraph(found.reason, INDENT));
  if (found.users.length > 0) {
    const pids = found.users.filter((pid) => pid > 0);
    report.lines.push(report.terminal.paragraph(
      `is in use now${pids.length > 0 ? ` by ${pids.map((pid) => `process ${pid}`).join(', ')}` : ''}`, INDENT));
  }
  if (found.lockFile !== null) report.lines.push(report.terminal.paragraph(`its lock file ${found.lockFile.reason}`, INDENT));
}

/** @param {Report} report @param {Findings} findings */
function unreadable(report, { unreadable: list }) {
  if (list.length === 0) return;
  report.section('Not examined');
  for (const { path, reason } of list) report.entry(null, path, reason);
}

/** @param {Report} report @param {Findings} findings */
function conclusion(report, { problems }) {
  report.lines.push('', problems.length === 0 ? 'Nothing is wrong.' : `${plural(problems.length, 'problem')}.`);
}

module.exports = { asText };
