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

/**
 * Returns the options of a test of concurrent transactions. Wine lets a program open a file that another has removed
 * and a third still has open, and removes the new content with it. There, asking for a journal's size suffices to
 * damage databases of native SQLite alone in journal mode DELETE.
 * @param {string} mode the journal mode
 */
const unlessRemovedInWine = (mode) => ({
  skip: windows && process.env.WINEPREFIX !== undefined && mode === 'delete' && 'Wine reopens removed journals',
});

module.exports = { windows, unlessWindows, unlessRemovedInWine, onWindows };
