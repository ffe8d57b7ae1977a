// The addon of crates/node-binding.

import type { Exports, Imports } from '../generated/abi';

/** A guest that wasmtime runs. */
export interface Instance {
  readonly exports: Exports;
  readonly memory: {
    /** Gives an ArrayBuffer over the guest's memory. It is detached once the memory has grown. */
    lend(): ArrayBuffer;
  };
  /** Ends the guest, its files and its locks. */
  dispose(): void;
}

export interface Addon {
  /** Version of the package that the addon was built with. */
  readonly version: string;

  /**
   * Starts a guest.
   * @param callbacks what calls the application; everything else the addon does itself
   * @param locks whether files are shared by byte-range locks, or owned whole
   * @param thread number of this thread
   */
  instantiate(callbacks: Imports, locks: boolean, thread: number): Instance;
}
