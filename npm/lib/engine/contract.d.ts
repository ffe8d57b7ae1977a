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
  readonly tables: HandlerTables;

  /** Whether the garbage collector frees an instance without references. Any other must be disposed of when idle. */
  readonly isCollectable: boolean;

  /** Why the instance stopped, undefined while it runs. */
  readonly failure: unknown;

  /**
   * Stops the instance if the JavaScript engine has cut off a call.
   * @param connection one that may say that it executes SQL although nothing runs
   */
  stopIfCutOff(connection?: Connection): void;
  /** Releases what no garbage collector sees. Nothing is called on the instance any more. */
  dispose(): void;
}
