// The addon that runs the guest by wasmtime.

import type { Callbacks, Exports } from '../generated/abi';

/** A running guest, in the shape of `WebAssembly.Instance`. */
export interface AddonInstance {
  readonly exports: Exports;
  readonly memory: {
    /** Returns an ArrayBuffer over the guest's memory. It is detached when the memory grows. */
    lend(): ArrayBuffer;
  };
  /** Ends the guest, closes its files and releases its locks. */
  dispose(): void;
}

export interface Addon {
  /** Version of the package that the addon was built with. */
  readonly version: string;
  /** Whether it can map WAL indexes into a guest's memory. */
  readonly mapsFiles: boolean;

  /**
   * Starts a guest.
   * @param callbacks the imports that run callbacks; the addon has the system calls itself
   * @param locks whether files are shared by byte-range locks, or owned whole
   * @param thread number of this thread
   * @param maps whether WAL indexes are mapped, where files are shared and can be mapped
   */
  instantiate(callbacks: Callbacks, locks: boolean, thread: number, maps: boolean): AddonInstance;
}
