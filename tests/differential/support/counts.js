'use strict';

/** @import { Outcome } from './pair' */

/** What was tried, so that one can see whether it tested anything. */
class Counts {
  constructor() {
    this.cases = 0;
    /** Executions of SQL, also those that SQLite refused. */
    this.statements = 0;
    this.succeeded = 0;
    /** Calls of the API without SQL of their own. */
    this.calls = 0;
    /** By kind: tried, succeeded. @type {Record<string, [number, number]>} */
    this.kinds = {};
    /** By code or message. @type {Record<string, number>} */
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

  /** Gives the lines of a report. */
  lines() {
    const often = Object.entries(this.codes).sort(([, one], [, two]) => two - one);
    const kinds = Object.entries(this.kinds).sort();
    const percent = ((100 * this.succeeded) / this.statements).toFixed(1);
    return [
      `${this.cases} cases, ${this.statements} statements, ${percent} % succeeded, ${this.calls} other calls`,
      `${kinds.length} kinds (succeeded/tried): ${kinds.map(([kind, [tried, ok]]) => `${kind} ${ok}/${tried}`).join(', ')}`,
      `${often.length} codes and classes: ${often.map(([code, times]) => `${code} ${times}`).join(', ')}`,
      `explained by docs/COMPAT.md: ${Object.entries(this.explained).map(([what, times]) => `${what} ${times}`).join(', ') || 'none'}`,
    ];
  }
}

exports.Counts = Counts;
