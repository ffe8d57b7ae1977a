'use strict';

// One case: a workload, a moment, and what the power cut leaves, all told by a number.

const { afterPowerCut } = require('./power-cut');
const { Random } = require('../../support/random');
const { Recording } = require('./recording');
const { Violation, recover } = require('./recovery');

/** @import { Change } from './fault-host' */
/** @import { Workload } from './workloads' */

/** How many cases of a workload share a recording. */
const CASES_OF_A_RECORDING = 20;

/** How often the machine loses its power again while it recovers. */
const AGAIN = 0.35;

class PowerLoss {
  /**
   * @param {Workload[]} workloads
   * @param {Change} [change] makes the host another one than it says
   */
  constructor(workloads, change) {
    this.workloads = workloads;
    this.change = change;
    /** @type {Map<Workload, { seed: number, recording: Recording }>} */
    this.recordings = new Map();
    this.cutsInRecovery = 0;
  }

  /**
   * Gives a recording, which neighbouring rounds share.
   * @param {Workload} workload
   * @param {number} round
   */
  #recording(workload, round) {
    const seed = Math.floor(round / CASES_OF_A_RECORDING) * this.workloads.length + this.workloads.indexOf(workload);
    const kept = this.recordings.get(workload);
    if (kept?.seed === seed) return kept.recording;
    const recording = new Recording(workload, seed, this.change);
    this.recordings.set(workload, { seed, recording });
    return recording;
  }

  /**
   * Runs a case. Gives what is wrong, nothing if nothing is.
   * @param {number} seed
   */
  run(seed) {
    const workload = this.workloads[seed % this.workloads.length];
    const round = Math.floor(seed / this.workloads.length);
    const random = new Random(seed);
    let moment = 0;
    try {
      const recording = this.#recording(workload, round);
      moment = random.below(recording.disk.log.length + 1);
      this.#cut(recording, moment, random);
      return undefined;
    } catch (error) {
      const what = error instanceof Violation ? error.message : /** @type {Error} */ (error).stack;
      return `seed ${seed}, workload "${workload.name}", power cut after operation ${moment}: ${what}`;
    }
  }

  /** @param {Recording} recording @param {number} moment @param {Random} random */
  #cut(recording, moment, random) {
    const { files, workload } = recording;
    const disk = afterPowerCut(recording.disk, moment, random, workload.model);
    const first = recover(disk, files, random);
    const verdict = recording.verdict(first.contents, moment);
    if (verdict !== undefined) throw new Violation(verdict);
    if (first.moment === 0 || !random.chance(AGAIN)) return;

    this.cutsInRecovery += 1;
    const again = afterPowerCut(disk, random.below(first.moment + 1), random, workload.model);
    const second = recover(again, files, random);
    if (String(second.contents) !== String(first.contents)) {
      throw new Violation('a second power cut, during recovery, changed the content');
    }
  }
}

exports.PowerLoss = PowerLoss;
