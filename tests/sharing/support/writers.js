'use strict';

// Starts writers, and compares their reports with the content of the file.

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');
const { PACKAGES } = require('../../support/packages');
const { AUDIT, faultOf, stateIn } = require('./ledger');

/** @import { Side } from '../../support/packages' */
/** @import { Plan } from './writer' */

const PROGRAM = path.join(__dirname, 'writer-program.js');

/** @typedef {{ command?: string, args?: string[], env?: Record<string, string> }} Launch */

/** A process with one writer, and what it has reported. */
class WriterProcess {
  /** @param {Side} side @param {Plan} plan @param {Launch} [launch] */
  constructor(side, plan, { command = process.execPath, args = [], env = {} } = {}) {
    this.side = side;
    this.plan = plan;
    /** The number of the last acknowledged transaction, and how many were acknowledged. */
    this.acknowledged = 0;
    this.acknowledgements = 0;
    /** @type {any} */
    this.done = null;
    /** @type {any} */
    this.damage = null;
    this.process = spawn(command, [...args, PROGRAM, PACKAGES[side], JSON.stringify(plan)], {
      stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env },
    });
    readline.createInterface({ input: this.process.stdout }).on('line', (line) => this.take(line));
    /** @type {Promise<{ status: number | null, signal: string | null }>} */
    this.ended = new Promise((resolve) => {
      this.process.on('close', (status, signal) => resolve({ status, signal }));
    });
  }

  /** Reads a line of the process: `ack NUMBER`, `done JSON` or `damage JSON`. @param {string} line */
  take(line) {
    const blank = line.indexOf(' ');
    const [kind, rest] = [line.slice(0, blank), line.slice(blank + 1)];
    if (kind === 'ack') {
      this.acknowledged = Number(rest);
      this.acknowledgements += 1;
    } else if (kind === 'done') this.done = JSON.parse(rest);
    else if (kind === 'damage') this.damage = JSON.parse(rest);
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }
}

/**
 * Starts a writer that is killed when the test ends.
 * @param {{ after(fn: () => unknown): void }} t
 * @param {Side} side @param {Plan} plan @param {Launch} [launch]
 */
function startWriter(t, side, plan, launch) {
  const writer = new WriterProcess(side, plan, launch);
  t.after(() => writer.kill());
  return writer;
}

/** Audits a database by one side. Returns the rows. @param {Side} side @param {string} file @returns {any[][]} */
function auditBy(side, file) {
  const Database = require(PACKAGES[side]);
  const db = new Database(file, { timeout: 0 });
  try {
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok', `integrity by ${side}`);
    const rows = db.prepare(AUDIT).raw().all();
    assert.equal(faultOf(rows), null);
    return rows;
  } finally {
    db.close();
  }
}

/**
 * Waits until the writers have ended. Checks that both sides read what each writer committed, and returns the rows.
 * @param {WriterProcess[]} writers @param {string} file
 */
async function settle(writers, file) {
  await Promise.all(writers.map((writer) => writer.ended));
  for (const { side, plan, damage, done } of writers) {
    assert.equal(damage, null, `${side} ${plan.who}: ${JSON.stringify(damage)}`);
    assert.ok(done, `${side} ${plan.who} ended without a report`);
  }
  const rows = auditBy('native', file);
  assert.deepEqual(auditBy('ours', file), rows);
  for (const { plan, done } of writers) assert.deepEqual(stateIn(rows, plan.who), done.state);
  return rows;
}

/** Adds up the counts of writers. @param {WriterProcess[]} writers */
function total(writers) {
  /** @type {Record<string, number>} */
  const sums = {};
  for (const { done } of writers) {
    for (const [name, count] of Object.entries(done.counts)) {
      const isMaximum = name === 'frames' || name === 'slowest';
      sums[name] = isMaximum ? Math.max(sums[name] ?? 0, count) : (sums[name] ?? 0) + count;
    }
  }
  return sums;
}

/** @param {WriterProcess[]} writers */
const summary = (writers) => Object.entries(total(writers)).map(([name, count]) => `${name} ${count}`).join(', ');

module.exports = { auditBy, settle, startWriter, summary, total };
