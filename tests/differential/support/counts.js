'use strict';

/** @import { Outcome } from './pair' */

/** Counts of what a run executed, which show whether it tested anything. */
class Counts {
  constructor() {
    this.cases = 0;
    /** Executions of SQL, including those that failed. */
    this.statements = 0;
    this.succeeded = 0;
    /** API calls without generated SQL. */
    this.calls = 0;
    /** By kind: executed, succeeded. @type {Record<string, [number, number]>} */
    this.kinds = {};
    /** Failures by code or class of the error. @type {Record<string, number>} */
    this.codes = {};
    /** Differences that docs/COMPAT.md explains. @type {Record<string, number>} */
    this.explained = {};
  }

  /** @param {string} kind @param {Outcome} outcome @param {string | undefined} explained */
  add(kind, { failed, value }, explained) {
    if (explained !== undefined) this.#increase(this.explained, explained);
    const ofKind = (this.kinds[kind] ??= [0, 0]);
    ofKind[0] += 1;
    if (!failed) ofKind[1] += 1;
    if (kind.startsWith('api ')) {
      this.calls += 1;
    } else {
      this.statements += 1;
      if (!failed) this.succeeded += 1;
    }
    if (failed) this.#increase(this.codes, value?.code ?? value?.constructor?.name ?? String(value));
  }

  /** @param {Record<string, number>} of @param {string} name @param {number} [times] */
  #increase(of, name, times = 1) {
    of[name] = (of[name] ?? 0) + times;
  }

  /** @param {Counts} other */
  include(other) {
    this.cases += other.cases;
    this.statements += other.statements;
    this.succeeded += other.succeeded;
    this.calls += other.calls;
    for (const [kind, [tried, succeeded]] of Object.entries(other.kinds)) {
      const ofKind = (this.kinds[kind] ??= [0, 0]);
      ofKind[0] += tried;
      ofKind[1] += succeeded;
    }
    for (const [code, times] of Object.entries(other.codes)) this.#increase(this.codes, code, times);
    for (const [what, times] of Object.entries(other.explained)) this.#increase(this.explained, what, times);
  }

  /** Returns the lines of a report. */
  lines() {
    const often = Object.entries(this.codes).sort(([, one], [, two]) => two - one);
    const kinds = Object.entries(this.kinds).sort();
    const executed = kinds.map(([kind, [tried, ok]]) => `${kind} ${ok}/${tried}`);
    const explained = Object.entries(this.explained).map(([what, times]) => `${what} ${times}`);
    const percent = ((100 * this.succeeded) / this.statements).toFixed(1);
    return [
      `${this.cases} cases, ${this.statements} statements, ${percent} % succeeded, ${this.calls} other calls`,
      `${kinds.length} kinds (succeeded/tried): ${executed.join(', ')}`,
      `${often.length} codes and classes: ${often.map(([code, times]) => `${code} ${times}`).join(', ')}`,
      `explained by docs/COMPAT.md: ${explained.join(', ') || 'none'}`,
    ];
  }
}

exports.Counts = Counts;
