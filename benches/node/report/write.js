'use strict';

// Writes the figures of benches/results.json into the documents: node benches/node/report/write.js [--check]. What
// stands between `<!-- figures: NAME -->` and `<!-- /figures -->` is written; with --check it is only compared.

const fs = require('node:fs');
const path = require('node:path');
const { read } = require('../results');
const { expectationTable } = require('./expectations');
const { about, groupTable, releaseTable, rustTable, systemCallTable } = require('./tables');

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');
const DOCUMENTS = ['BENCHMARKS.md', 'PERFORMANCE.md'];
/** The release of Node on which everything is measured. */
const MAIN = '24';
/** The groups that are measured on other releases, too. */
const GROUPS = ['files', 'boundary', 'everyday', 'engine', 'features', 'speedtest'];

const BLOCK = /<!-- figures: ([\w-]+) -->\n[^]*?<!-- \/figures -->/g;

/** Returns what stands in a block. @param {string} name */
function figures(name) {
  const results = read();
  const run = results.node[MAIN];
  switch (name) {
    case 'about': return about(run);
    case 'expectations': return expectationTable(run);
    case 'releases': return releaseTable(results, GROUPS);
    case 'rust': return rustTable(results);
    case 'system-calls': return systemCallTable(results);
    default:
      return run.groups[name] === undefined ? `Not measured: \`cargo xtask bench ${name}\`.` : groupTable(run, name);
  }
}

/** Returns a document with the figures of the results. @param {string} text */
const filled = (text) => text.replace(BLOCK, (_, /** @type {string} */ name) => (
  `<!-- figures: ${name} -->\n\n${figures(name)}\n\n<!-- /figures -->`));

for (const name of DOCUMENTS) {
  const file = path.join(DOCS, name);
  const text = fs.readFileSync(file, 'utf8');
  const wanted = filled(text);
  if (process.argv[2] !== '--check') fs.writeFileSync(file, wanted);
  else if (text !== wanted) {
    throw new Error(`docs/${name} has other figures than benches/results.json: run \`cargo xtask bench report\``);
  }
}
