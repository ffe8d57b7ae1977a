// What the rest of the package knows of an engine.

import type { Connection } from '../connection';
import type { Exports } from '../generated/abi';
import type { HandlerTables } from '../host/handler-tables';
import type { Memory } from '../host/memory';

/** What runs the guest. */
export type EngineName = 'v8' | 'wasmtime';

/** One running guest. */
export interface Instance {
  readonly name: EngineName;

  /** The guest's functions. An exception out of the guest (a trap) stops the instance. */
  readonly guest: Exports;

  readonly memory: Memory;

  /** The connections that are open on the instance. */
  readonly connections: Set<Connection>;

  /** What the guest may call. */
  readonly callbacks: HandlerTables;

  /** Why the instance stopped, undefined while it runs. */
  readonly failure: unknown;

  /** Releases what no garbage collector sees. Nothing is called on the instance any more. */
  dispose(): void;
}
