// Draws docs/benchmarks.svg from the first table of docs/BENCHMARKS.md, so that both show the same figures.
//
// An image cannot know whether the page around it is light or dark: colours have enough contrast on both.

import fs from 'node:fs';
import path from 'node:path';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const DOCS = path.join(import.meta.dirname, '..', '..', 'docs');
const TITLE = 'Time of an operation ÷ that of native better-sqlite3: left of 1 is faster';
const GREY = '#768390';

/** The libraries of the chart, each with a colour and a shape, for those who cannot tell the colours apart. */
const LIBRARIES = [
  ['anysqlite', '#e8590c', 'circle'],
  ['anysqlite on wasmtime', '#b08800', 'square'],
  ['node:sqlite', '#2f9e44', 'triangle-up'],
  ['node-sqlite3-wasm', '#8d6bf0', 'diamond'],
  ['sql.js', '#1c86e0', 'cross'],
];

/** Returns the cells of each line of the first table in a document. @param {string} markdown */
function firstTable(markdown) {
  const [table] = markdown.match(/(^\|.*\n)+/m) ?? [];
  if (table === undefined) throw new Error('docs/BENCHMARKS.md has no table');
  return table.trim().split('\n').map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

/** Returns a point for each ratio of the table: no means, and no trial that a library cannot do. */
function points() {
  const [titles, , ...rows] = firstTable(fs.readFileSync(path.join(DOCS, 'BENCHMARKS.md'), 'utf8'));
  return rows.filter(([trial]) => !trial.startsWith('**')).flatMap(([trial, , ...cells]) => (
    // The first library is drawn last, over the others.
    LIBRARIES.toReversed().flatMap(([library]) => {
      const ratio = Number(cells[titles.slice(2).indexOf(library)]);
      return Number.isFinite(ratio) ? [{ trial, library, ratio }] : [];
    })));
}

/** @param {{ trial: string, library: string, ratio: number }[]} values */
function specification(values) {
  const names = LIBRARIES.map(([library]) => library);
  const scale = (/** @type {string[]} */ range) => ({ domain: names, range });
  return {
    width: 400, height: 26 * new Set(values.map(({ trial }) => trial)).size, background: 'transparent',
    // Without a canvas Vega cannot measure text, and would leave too much room for the names of the trials.
    autosize: { type: 'none' }, padding: { left: 265, right: 20, top: 40, bottom: 85 },
    title: { text: TITLE, anchor: 'end', offset: 14 }, data: { values },
    config: {
      font: 'system-ui, sans-serif',
      axis: {
        labelColor: GREY, labelFontSize: 14, gridColor: GREY, gridOpacity: 0.25, domainColor: GREY, tickColor: GREY,
      },
      legend: { labelColor: GREY, labelFontSize: 14, labelLimit: 0, columns: 2, symbolSize: 90 },
      title: { color: GREY, fontSize: 15 }, view: { stroke: null },
    },
    layer: [
      { mark: { type: 'rule', color: GREY, strokeWidth: 2 }, encoding: { x: { datum: 1 } } },
      {
        mark: { type: 'point', filled: true, size: 90, opacity: 1 },
        encoding: {
          x: {
            field: 'ratio', type: 'quantitative', title: null,
            scale: { type: 'log', domain: [0.25, 64] }, axis: { values: [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] },
          },
          y: { field: 'trial', type: 'nominal', sort: null, title: null, axis: { grid: true, labelLimit: 0 } },
          color: {
            field: 'library', type: 'nominal', title: null, legend: { orient: 'bottom' },
            scale: scale(LIBRARIES.map(([, color]) => color)),
          },
          shape: { field: 'library', type: 'nominal', scale: scale(LIBRARIES.map(([, , shape]) => shape)) },
        },
      },
    ],
  };
}

const { spec } = compile(/** @type {any} */ (specification(points())));
const svg = `${await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG()}\n`;
fs.writeFileSync(path.join(DOCS, 'benchmarks.svg'), svg);
