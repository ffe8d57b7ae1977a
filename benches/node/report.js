'use strict';

// Tables of the measurements. A cell is the ratio to the reference, native better-sqlite3: below 1 is faster.

const REFERENCE = 'better-sqlite3 13.2.0';

/** @typedef {{ median: number, spread: number }} Figure */
/** @typedef {{ name: string, group: string, unit: string, figures: Record<string, Figure> }} Row */

/** @param {number[]} numbers @returns {Figure} */
function figureOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  return { median, spread: sorted[sorted.length - 1] / sorted[0] };
}

/** Returns a number with three digits or, from 100, as an integer. @param {number} number */
const short = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** Returns the ratio to the reference or, for the reference, its median. @param {Row} row @param {string} driver */
function cell({ figures }, driver) {
  const figure = figures[driver];
  if (figure === undefined) return '–';
  const reference = figures[REFERENCE];
  if (driver === REFERENCE || reference === undefined) return short(figure.median);
  return (figure.median / reference.median).toFixed(2);
}

/** Returns the mean ratio of a group's rows. @param {Row[]} rows @param {string} group @param {string} driver */
function geometricMean(rows, group, driver) {
  const ratios = rows.filter((row) => row.group === group && row.figures[driver] && row.figures[REFERENCE])
    .map(({ figures }) => figures[driver].median / figures[REFERENCE].median);
  if (ratios.length === 0) return '–';
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length).toFixed(2);
}

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`;

/**
 * Returns the table in Markdown.
 * @param {Row[]} rows
 * @param {string[]} drivers
 */
function table(rows, drivers) {
  const titles = drivers.map((driver) => (driver === REFERENCE ? `${driver}, in the unit` : driver));
  const lines = [line(['', 'unit', ...titles]), line(['---', '---', ...drivers.map(() => '---:')])];
  for (const group of new Set(rows.map((row) => row.group))) {
    for (const row of rows.filter((each) => each.group === group)) {
      lines.push(line([row.name, row.unit, ...drivers.map((driver) => cell(row, driver))]));
    }
    const means = drivers.map((driver) => (driver === REFERENCE ? '' : `**${geometricMean(rows, group, driver)}**`));
    lines.push(line([`**${group}: geometric mean**`, '', ...means]));
  }
  return lines.join('\n');
}

/** Returns a sentence on how much the repetitions of a measurement differ. @param {Row[]} rows */
function noise(rows) {
  const spreads = rows.flatMap((row) => Object.values(row.figures).map(({ spread }) => spread)).sort((a, b) => a - b);
  const percent = (/** @type {number} */ spread) => `${((spread - 1) * 100).toFixed(0)} %`;
  const [median, most] = [percent(spreads[spreads.length >> 1]), percent(spreads[spreads.length - 1])];
  return `Slowest to fastest repetition of one measurement: ${median} apart in the median, ${most} at most.`;
}

module.exports = { figureOf, noise, table };
