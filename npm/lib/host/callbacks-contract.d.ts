// What the guest may call by a number. Parameters and results are addresses of values. The owner keeps what these
// methods throw; while it keeps something, none of them is called.

/** Keeps what a callback throws: the connection that runs the callback. */
export interface CallbackOwner {
  thrown: { readonly value: unknown } | undefined;
}

/** A user function. */
export interface FunctionHandler {
  readonly owner: CallbackOwner;
  call(parameters: number, count: number, result: number): void;
}

/** One aggregation in progress. */
export interface Aggregation {
  accumulator: unknown;
}

/** A user-defined aggregate. */
export interface AggregateHandler {
  readonly owner: CallbackOwner;
  begin(): Aggregation;
  step(aggregation: Aggregation, parameters: number, count: number, inverse: boolean): void;
  value(aggregation: Aggregation, result: number): void;
}

/** A module of virtual tables. */
export interface ModuleHandler {
  readonly owner: CallbackOwner;
  connect(parameters: number, count: number, result: number): TableHandler;
}

/** A connected virtual table. */
export interface TableHandler {
  readonly owner: CallbackOwner;
  scan(parameters: number, count: number): Scan;
}

/** One scan of a virtual table. */
export interface Scan {
  readonly owner: CallbackOwner;
  /** Advances to the next row. Returns false at the end. */
  next(): boolean;
  column(column: number, result: number): void;
}

export type Handler = FunctionHandler | AggregateHandler | ModuleHandler | TableHandler;
