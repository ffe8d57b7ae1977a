'use strict';

/**
 * What is to be said about an addon. `loads` is null if only loading would tell.
 * @typedef {object} Verdict
 * @property {boolean | null} loads
 * @property {string} reason one sentence, which begins with a verb: "is for macOS on arm64, …"
 */

/** @param {string} reason @returns {Verdict} */
const loads = (reason) => ({ loads: true, reason });

/** @param {string} reason @returns {Verdict} */
const fails = (reason) => ({ loads: false, reason });

/** @param {string} reason @returns {Verdict} */
const uncertain = (reason) => ({ loads: null, reason });

module.exports = { fails, loads, uncertain };
