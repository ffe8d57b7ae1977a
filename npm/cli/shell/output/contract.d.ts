// The formats of rows.

import type { Settings } from '../arguments';

/** What a row holds. */
export type Value = null | bigint | number | string | Buffer;

export interface Circumstances extends Settings {
  /** The columns of the terminal, Infinity without one. */
  terminalWidth: number;

  /** Whether no rows came before. */
  isFirst: boolean;
}

export interface Formatter {
  /** How many rows are formatted together. */
  batchSize: number;

  begin(columns: string[], settings: Settings): string;
  rows(columns: string[], rows: Value[][], circumstances: Circumstances): string;
  end(): string;
}
