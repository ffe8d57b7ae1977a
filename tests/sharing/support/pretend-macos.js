'use strict';

// Preloaded: the process takes itself to be on macOS. With BREAK_LOCKS its addon's POSIX locks do not see the others.

Object.defineProperty(process, 'platform', { value: 'darwin' });

if (process.env.BREAK_LOCKS) {
  const { dlopen } = process;
  process.dlopen = (module, ...rest) => {
    dlopen.call(process, module, ...rest);
    Object.assign(/** @type {any} */ (module).exports, { processHolder: () => 0 });
  };
}
