import type { Memory } from '../host/memory';

/** Decodes packed rows of one shape. */
export interface Decoder {
  /** Decodes the row at an address. */
  one(memory: Memory, at: number): unknown;
  /** Appends `count` consecutive rows to an array. */
  many(memory: Memory, at: number, count: number, rows: unknown[]): void;
}
