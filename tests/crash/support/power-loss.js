'use strict';

// A power-loss case: a workload, the moment of the cut, and what survives it, all determined by a seed.

const { afterPowerCut } = require('./power-cut');
const { Random } = require('../../support/random');
const { Recording } = require('./recording');
const { Violation, recover } = require('./recovery');

/** @import { Change } from './fault-host' */
/** @import { Workload } from './workloads' */

/** The number of consecutive cases of a workload that share a recording. */
const CASES_PER_RECORDING = 20;

/** The probability of a second power cut, during recovery. */
const SECOND_CUT = 0.35;

class PowerLoss {
  /**
   * @param {Workload[]} workloads
   * @param {Change} [change] breaks the host, to prove that the cases detect it
   */
  constructor(workloads, change) {
    this.workloads = workloads;
    this.change = change;
    /** @type {Map<Workload, { seed: number, recording: Recording }>} */
    this.recordings = new Map();
    this.cutsInRecovery = 0;
  }

  /**
   * Returns a recording of the workload, which neighbouring rounds share.
   * @param {Workload} workload
   * @param {number} round
   */
  #recording(workload, round) {
    const seed = Math.floor(round / CASES_PER_RECORDING) * this.workloads.length + this.workloads.indexOf(workload);
    const kept = this.recordings.get(workload);
    if (kept?.seed === seed) return kept.recording;
    const recording = new Recording(workload, seed, this.change);
    this.recordings.set(workload, { seed, recording });
    return recording;
  }

  /**
   * Runs the case of a seed. Returns what it threw and a description, undefined if the promise holds.
   * @param {number} seed
   * @returns {{ error: unknown, text: string } | undefined}
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
      const reason = error instanceof Violation ? error.message : /** @type {Error} */ (error).stack;
      const text = `seed ${seed}, workload "${workload.name}", power cut after operation ${moment}: ${reason}`;
      return { error, text };
    }
  }

  /** @param {Recording} recording @param {number} moment @param {Random} random */
  #cut(recording, moment, random) {
    const { files, workload } = recording;
    const disk = afterPowerCut(recording.disk, moment, random, workload.model);
    const first = recover(disk, files, random);
    const violation = recording.violation(first.contents, moment);
    if (violation !== undefined) throw new Violation(violation);
    if (first.moment === 0 || !random.chance(SECOND_CUT)) return;

    this.cutsInRecovery += 1;
    const again = afterPowerCut(disk, random.below(first.moment + 1), random, workload.model);
    const second = recover(again, files, random);
    if (String(second.contents) !== String(first.contents)) {
      throw new Violation('a second power cut, during recovery, changed the content');
    }
  }
}

exports.PowerLoss = PowerLoss;
