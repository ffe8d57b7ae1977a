'use strict';

// The report as text.

const { plural, systemName } = require('../addon/names');
const { Lines } = require('./lines');

/** @import { Findings } from '../examine' */
/** @import { Terminal } from './terminal' */

/**
 * Returns the report.
 * @param {Findings} findings
 * @param {Terminal} terminal
 * @param {{ all: boolean }} options
 */
function asText(findings, terminal, { all }) {
  const report = new Lines(terminal);
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

/** @param {Lines} report @param {Findings} findings */
function facts(report, { path, files, package: own, process: here }) {
  const libc = here.libc === null ? '' : `, ${here.libc.name} ${here.libc.version ?? ''}`.trimEnd();
  const limits = `${here.permissions ? '; permission model' : ''}${here.addons ? '' : '; no addons'}`;
  report.fact('process', `${here.name} on ${systemName(here.platform)} on ${here.arch}${libc}; ` +
    `Node-API ${here.nodeApi}, NODE_MODULE_VERSION ${here.moduleVersion}${limits}`);
  report.fact('package', own.works
    ? `anysqlite ${own.version} works: SQLite ${own.sqlite} on ${own.engine}, locks by ${own.locks}`
    : `anysqlite ${own.version} does not work: ${own.reason}`);
  report.fact('path', `${path}, ${plural(files, 'file')}`);
}

/** @param {Lines} report @param {Findings} findings @param {boolean} all */
function addons(report, { addons: list }, all) {
  report.section('Addons (.node files)');
  const shown = list.filter(({ matters }) => matters || all);
  for (const { path, loads, reason, matters } of shown) {
    report.entry(!matters ? '-' : loads === null ? '?' : loads ? 'ok' : 'BAD', path, reason);
  }
  const others = list.length - shown.length;
  if (list.length === 0) report.lines.push('none, and this package needs none');
  if (others > 0) {
    const addon = plural(others, 'addon');
    report.lines.push(`${addon} for other platforms, each beside one that loads here (--all lists them)`);
  }
}

/** @param {Lines} report @param {Findings} findings */
function copies(report, { copies: list }) {
  if (list.length === 0) return;
  report.section('Copies of better-sqlite3');
  for (const { path, name, version, native } of list) {
    report.entry(native ? '?' : 'ok', path, native
      ? `is native better-sqlite3 ${version}. An alias in dependencies replaces only the copy of its own ` +
        'package.json; ' +
        '"overrides" (npm), "pnpm.overrides" or "resolutions" (Yarn) replace all'
      : `is this package, ${name} ${version}`);
  }
}

/** @param {Lines} report @param {Findings} findings */
function scripts(report, { scripts: list }) {
  const compiling = list.filter(({ compiles }) => compiles);
  if (compiling.length === 0) return;
  report.section('Packages that compile, or download binaries, when they are installed');
  for (const { path, script } of compiling) {
    report.entry('?', path, `has the install script \`${script}\`, unless the package manager blocks it, as pnpm ` +
      'does by default');
  }
}

/** @param {Lines} report @param {Findings} findings */
function lockFiles(report, { lockFiles: list }) {
  if (list.length === 0) return;
  report.section('Lock files');
  for (const { path, state, reason } of list) report.entry(state === 'in use' ? 'ok' : '?', path, reason);
}

/** @param {Lines} report @param {Findings} findings */
function database(report, { database: found }) {
  if (found === null) return;
  report.section('Database');
  const journals = { wal: 'a write-ahead log', rollback: 'a rollback journal', unwritten: 'nothing written yet' };
  const sound = `is a SQLite database with ${journals[found.journal]}`;
  report.entry(found.problem === null ? 'ok' : 'BAD', found.path, found.problem ?? sound);
  if (found.fileSystem !== null) report.sentence(`lies on ${found.fileSystem}`);
  if (found.reason !== '') report.sentence(found.reason);
  if (found.users.length > 0) {
    const pids = found.users.filter((pid) => pid > 0);
    report.sentence(
      `is in use now${pids.length > 0 ? ` by ${pids.map((pid) => `process ${pid}`).join(', ')}` : ''}`);
  }
  if (found.lockFile !== null) report.sentence(`its lock file ${found.lockFile.reason}`);
}

/** @param {Lines} report @param {Findings} findings */
function unreadable(report, { unreadable: list }) {
  if (list.length === 0) return;
  report.section('Not examined');
  for (const { path, reason } of list) report.entry('?', path, reason);
}

/** @param {Lines} report @param {Findings} findings */
function conclusion(report, { problems, warnings }) {
  const counts = [];
  if (problems.length > 0) counts.push(`${plural(problems.length, 'problem')}.`);
  if (warnings.length > 0) counts.push(`${plural(warnings.length, 'warning')}, which --strict counts as problems.`);
  report.lines.push('', counts.length === 0 ? 'Nothing is wrong.' : counts.join(' '));
}

module.exports = { asText };
