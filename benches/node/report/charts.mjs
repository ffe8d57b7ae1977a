// Draws the charts of the documents from benches/results.json.

import fs from 'node:fs';
import path from 'node:path';
import ratios from './ratios.js';
import results from '../results.js';
import { GREY, LIBRARIES, libraryEncodings, svgOf } from './style.mjs';

const DOCS = path.join(import.meta.dirname, '..', '..', '..', 'docs');
const { groups } = results.read().node['24'];
const OTHERS = LIBRARIES.map(([library]) => library).filter((library) => library !== ratios.REFERENCE);

/** The groups of the overview. */
const GROUPS = ['files', 'boundary', 'everyday', 'engine', 'features', 'speedtest', 'growth', 'programs']
  .filter((group) => groups[group] !== undefined);

/** Returns a point for each library. @param {string} name @param {(library: string) => number | undefined} ratioOf */
const pointsOf = (name, ratioOf) => (
  // The first library is drawn last, over the others.
  OTHERS.toReversed().map((library) => ({ name, library, ratio: ratioOf(library) }))
    .filter(({ ratio }) => ratio !== undefined));

/**
 * Returns a chart of ratios, a line for each name.
 * @param {string} title
 * @param {{ name: string, library: string, ratio?: number }[]} values
 */
function ratioChart(title, values) {
  const libraries = [...new Set(values.map(({ library }) => library))];
  return {
    width: 400, height: 26 * new Set(values.map(({ name }) => name)).size,
    // Without a canvas Vega cannot measure text, and would leave too much room for the names.
    autosize: { type: 'none' }, padding: { left: 265, right: 20, top: 40, bottom: 85 },
    title: { text: title, anchor: 'end', offset: 14 }, data: { values },
    layer: [
      { mark: { type: 'rule', color: GREY, strokeWidth: 2 }, encoding: { x: { datum: 1 } } },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          x: {
            field: 'ratio', type: 'quantitative', title: null,
            scale: { type: 'log', domain: [0.25, 64] }, axis: { values: [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] },
          },
          y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { grid: true, labelLimit: 0 } },
          ...libraryEncodings(libraries),
        },
      },
    ],
  };
}

const LOGARITHMIC = {
  type: 'quantitative', title: null, scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 },
};

/** Returns a chart of what a row costs in tables of growing size. */
function growthChart() {
  const rows = ['growth', 'large'].flatMap((group) => groups[group]?.rows ?? []);
  const values = rows.flatMap(({ name, figures }) => {
    const [, work, size] = /^(.*), (?:up to|of) ([\d,]+) rows$/.exec(name) ?? [];
    if (size === undefined) return [];
    return Object.entries(figures).map(([library, { best }]) => (
      { work, size: Number(size.replaceAll(',', '')), library, time: best }));
  });
  return {
    title: { text: 'Nanoseconds of one operation, by the number of rows in the table', anchor: 'start', offset: 14 },
    data: { values },
    columns: 2,
    facet: { field: 'work', type: 'nominal', title: null, sort: null },
    spec: {
      width: 260, height: 160,
      mark: { type: 'line', point: { filled: true, size: 70 } },
      encoding: {
        x: { field: 'size', ...LOGARITHMIC },
        y: { field: 'time', ...LOGARITHMIC },
        ...libraryEncodings([...new Set(values.map(({ library }) => library))]),
      },
    },
    resolve: { scale: { y: 'independent' } },
  };
}

const AXIS = 'Time of an operation ÷ that of native better-sqlite3: left of 1 is faster';
const trials = ['files', 'boundary', 'engine'].flatMap((group) => groups[group]?.rows ?? []);
const CHARTS = {
  'benchmarks.svg': ratioChart(AXIS, trials.flatMap((row) => (
    pointsOf(row.name, (library) => ratios.ratio(row, library))))),
  'benchmarks-groups.svg': ratioChart('Geometric mean of a group of trials ÷ that of native better-sqlite3',
    GROUPS.flatMap((group) => pointsOf(group, (library) => ratios.meanRatio(groups[group].rows, library)))),
  'benchmarks-growth.svg': growthChart(),
};

for (const [name, chart] of Object.entries(CHARTS)) fs.writeFileSync(path.join(DOCS, name), await svgOf(chart));
