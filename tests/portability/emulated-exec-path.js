'use strict';

// Preloaded under an emulator: child processes that are started from process.execPath must be emulated, too.

const wrapper = process.env.EMULATED_NODE;
if (wrapper) {
  process.execPath = wrapper;
  process.argv[0] = wrapper;
}
