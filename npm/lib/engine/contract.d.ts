// What the rest of the package knows of an engine: whoever runs the guest gives its exports and its memory.

import type { Connection } from '../connection';
import type { Exports } from '../generated/abi';
import type { Callbacks } from '../host/callbacks';
import type { Memory } from '../host/memory';

/** What can run the guest. */
export type EngineName = 'v8' | 'wasmtime';

/** One running instance of the guest. */
export interface Engine {
  readonly name: EngineName;

  /** The guest's functions. One that fails (a trap) ends the engine. */
  readonly guest: Exports;

  readonly memory: Memory;

  /** The connections that are open on it. */
  readonly connections: Set<Connection>;

  /** What the guest may call. */
  readonly callbacks: Callbacks;

  /** Says why the guest cannot run any more; undefined while it can. */
  readonly failure: unknown;

  /** Lets go of what no garbage collector sees; nothing is called on it any more. */
  dispose(): void;
}
