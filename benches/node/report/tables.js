'use strict';

// The tables of the documents, in Markdown.

const { OURS, REFERENCE, meanRatio, ratio, shown } = require('./ratios');

/** @import { Row } from '../figures.js' */
/** @import { Group, Results, Run } from '../results.js' */

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/**
 * Returns a table whose first columns are texts, the others numbers.
 * @param {string[]} titles @param {string[][]} rows @param {number} [texts] how many columns are texts
 */
function table(titles, rows, texts = 1) {
  const rule = titles.map((_, i) => (i < texts ? '---' : '---:'));
  return [line(titles), line(rule), ...rows.map(line)].join('\n');
}

/** Returns a number with three digits or, from 100, as an integer. @param {number} number */
const short = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** Returns the drivers that have a figure, in the order of the measurement. @param {Row[]} rows */
const driversOf = (rows) => (
  [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))].filter((driver) => driver !== 'Node alone'));

/** @param {Run} run @param {string} name of a group */
function groupTable(run, name) {
  const { rows } = run.groups[name];
  const drivers = driversOf(rows);
  const titles = drivers.map((driver) => (
    driver === REFERENCE ? `${driver} ${run.about.reference}, in the unit` : driver));
  const cells = (/** @type {Row} */ row) => drivers.map((driver) => (
    driver === REFERENCE ? short(row.figures[driver].best) : shown(ratio(row, driver))));
  const means = drivers.map((driver) => (driver === REFERENCE ? '' : `**${shown(meanRatio(rows, driver))}**`));
  const lines = rows.map((row) => [row.name, row.unit, ...cells(row)]);
  return table(['', 'unit', ...titles], [...lines, ['**geometric mean**', '', ...means]], 2);
}

/** Returns our means on each release of Node. @param {Results} results @param {string[]} groups */
function releaseTable({ node }, groups) {
  const titles = Object.values(node).map(({ about }) => `Node ${about.node}, against ${about.reference}`);
  const measured = groups.filter((group) => Object.values(node).some((run) => run.groups[group] !== undefined));
  const rows = measured.map((group) => [group, ...Object.values(node).map(({ groups: each }) => (
    each[group] === undefined ? '–' : shown(meanRatio(each[group].rows, OURS))))]);
  return table(['group', ...titles], rows);
}

/** @param {Results} results */
const rustTable = ({ rust }) => table(
  ['', 'native, ns', 'wasmtime ÷ native'],
  rust.map(({ name, native, ratio: each }) => [name, native.toFixed(0), each.toFixed(2)]),
);

/** @param {Results} results */
const systemCallTable = ({ systemCalls }) => table(
  ['', 'anysqlite', 'better-sqlite3', 'time, ours ÷ native'],
  systemCalls.map(({ name, ours, native, ratio: each }) => [name, ours, native, each.toFixed(2)]),
  3,
);

/** Returns the spreads of the measurements that were repeated, sorted. @param {Group[]} groups */
function spreadsOf(groups) {
  const rows = groups.filter(({ repetitions }) => repetitions > 1).flatMap((group) => group.rows);
  return rows.flatMap(({ figures }) => Object.values(figures).map(({ spread }) => spread)).sort((a, b) => a - b);
}

/** Returns the least and the greatest text, once if they are equal. @param {string[]} texts sorted */
const range = (texts) => [...new Set([texts[0], texts[texts.length - 1]])].join(' to ');

/** A load that the measurement alone does not make. */
const BUSY = 3;

/**
 * Returns a sentence on the groups that were measured while other programs kept the machine busy, if there are any.
 * @param {[string, Group][]} groups
 */
function busySentence(groups) {
  const names = groups.filter(([, { load }]) => load > BUSY).map(([name]) => `\`${name}\``);
  if (names.length === 0) return [];
  return [`Other programs kept it busy for ${names.join(', ')}: those figures are rough, above all elapsed times.`];
}

/** Returns sentences on the machine and on the noise. @param {Run} run */
function about({ about: { node, reference, system, processor }, groups }) {
  const all = Object.values(groups);
  const dates = all.map(({ date }) => date.slice(0, 10)).sort();
  const loads = all.map(({ load }) => load).sort((a, b) => a - b);
  const spreads = spreadsOf(all);
  const percent = ((spreads[spreads.length >> 1] - 1) * 100).toFixed(0);
  return [
    `Node ${node}, better-sqlite3 ${reference}, ${system}, ${processor}, ${range(dates)}.`,
    `While it was measured, the load of the machine was ${range(loads.map((load) => load.toFixed(0)))}.`,
    ...busySentence(Object.entries(groups)),
    ...(spreads.length > 0 ? [`Repetitions of a measurement differed by ${percent} % in the median.`] : []),
  ].join('\n');
}

module.exports = { about, groupTable, releaseTable, rustTable, systemCallTable, table };
