'use strict';

// Compares the drivers: node benches/node/run.js [--repetitions N] [--only DRIVER,…] [GROUP…]. Writes the figures of
// the groups to benches/results.json, in place of their former ones for this release of Node.

const os = require('node:os');
const { parseArgs } = require('node:util');
const { GROUPS, ON_DEMAND, measureGroup } = require('./groups');
const { updateNode } = require('./results');
const { REFERENCE } = require('./reference');
const { available } = require('./turns');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, repetitions: { type: 'string', default: '3' } },
});

function main() {
  const unknown = positionals.find((group) => !GROUPS.includes(group));
  if (unknown !== undefined) throw new Error(`there is no group ${unknown}: name some of ${GROUPS.join(', ')}`);
  const names = available().filter((name) => values.only === undefined || values.only.split(',').includes(name));
  const plan = { names, repetitions: Number(values.repetitions) };
  const [{ model }] = os.cpus();
  const about = {
    node: process.versions.node,
    reference: require(`${REFERENCE}/package.json`).version,
    system: `${os.type()} ${os.release()}`,
    processor: `${os.cpus().length} × ${model.trim()}`,
  };
  const usual = GROUPS.filter((group) => !ON_DEMAND.includes(group));
  for (const group of positionals.length > 0 ? positionals : usual) {
    const [before] = os.loadavg();
    const rows = measureGroup(group, plan);
    // A busy machine shows here: the programs of one measurement keep less than two cores busy.
    const load = Math.max(before, os.loadavg()[0]);
    const date = new Date().toISOString().slice(0, 16);
    updateNode(about, group, { date, load, repetitions: plan.repetitions, rows });
  }
}

main();
