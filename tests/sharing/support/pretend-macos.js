'use strict';

// Preloaded: the process believes that it runs on macOS. With BREAK_LOCKS, POSIX locks of its shim do not see the locks
// of open file descriptions.

Object.defineProperty(process, 'platform', { value: 'darwin' });

if (process.env.BREAK_LOCKS) {
  const { dlopen } = process;
  process.dlopen = (module, ...rest) => {
    dlopen.call(process, module, ...rest);
    Object.assign(/** @type {any} */ (module).exports, { processHolder: () => 0 });
  };
}
