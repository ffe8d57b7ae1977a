'use strict';

// What tests expect of the operating system.

/** The tests run on Windows. */
const windows = process.platform === 'win32';

/**
 * Returns the options of a test that needs what Windows lacks.
 * @param {string} what
 */
const unlessWindows = (what) => ({ skip: windows && `Windows has no ${what}` });

/** The options of a test of Windows' own rules. */
const onWindows = { skip: !windows && 'Windows alone has these rules' };

module.exports = { windows, unlessWindows, onWindows };
