// What the charts have in common. An image cannot know whether the page around it is light or dark: colours have enough
// contrast on both.

import * as vega from 'vega';
import { compile } from 'vega-lite';

export const GREY = '#768390';

/** The libraries of the charts, each with a colour and a shape, for those who cannot tell the colours apart. */
export const LIBRARIES = [
  ['anysqlite', '#e8590c', 'circle'],
  ['anysqlite on wasmtime', '#b08800', 'square'],
  ['better-sqlite3', '#768390', 'triangle-down'],
  ['node:sqlite', '#2f9e44', 'triangle-up'],
  ['node-sqlite3-wasm', '#8d6bf0', 'diamond'],
  ['sql.js', '#1c86e0', 'cross'],
];

const CONFIG = {
  font: 'system-ui, sans-serif',
  axis: {
    labelColor: GREY, labelFontSize: 14, titleColor: GREY, titleFontSize: 14, gridColor: GREY, gridOpacity: 0.25,
    domainColor: GREY, tickColor: GREY,
  },
  header: { labelColor: GREY, labelFontSize: 15 },
  legend: { labelColor: GREY, labelFontSize: 14, labelLimit: 0, columns: 2, symbolSize: 90 },
  title: { color: GREY, fontSize: 15 },
  view: { stroke: null },
};

/** Returns the encodings of the library. @param {string[]} shown the libraries that have points */
export function libraryEncodings(shown) {
  const libraries = LIBRARIES.filter(([library]) => shown.includes(library));
  const scale = (/** @type {number} */ column) => (
    { domain: libraries.map(([library]) => library), range: libraries.map((each) => each[column]) });
  return {
    color: { field: 'library', type: 'nominal', title: null, legend: { orient: 'bottom' }, scale: scale(1) },
    shape: { field: 'library', type: 'nominal', scale: scale(2) },
  };
}

/** Returns the image of a chart. @param {object} specification in Vega-Lite */
export async function svgOf(specification) {
  const { spec } = compile(/** @type {any} */ ({ background: 'transparent', config: CONFIG, ...specification }));
  return `${await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG()}\n`;
}
