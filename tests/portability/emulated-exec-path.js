'use strict';

// Loaded before the script under an emulator: children started from process.execPath have to be emulated too.

const wrapper = process.env.EMULATED_NODE;
if (wrapper) {
  process.execPath = wrapper;
  process.argv[0] = wrapper;
}
