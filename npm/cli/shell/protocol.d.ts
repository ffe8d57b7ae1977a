// What the two threads of the shell ask and answer. One request is answered before the next is made.

import type { Settings } from './arguments';

/** `columns`: the width of the terminal, undefined without one. */
type Work =
  | { kind: 'script', columns?: number }
  | { kind: 'texts', texts: string[], columns?: number }
  | { kind: 'line', line: string, columns?: number }
  | { kind: 'discard', columns?: number };

/**
 * `script` executes stdin, `line` a line of the terminal; `discard` forgets the statement that such lines began. After
 * `close` no request follows.
 */
export type Request = Work | { kind: 'names' } | { kind: 'close' };

export interface Answer {
  /** 0, or that of the shell if it ends now. */
  exitCode: number;

  /** Whether the shell ends. */
  quits: boolean;

  /** Whether the lines of the terminal have begun a statement. */
  continues: boolean;

  settings: Settings;

  /** What can be completed, for the request `names`. */
  names?: string[];
  commands?: string[];

  /** Whether the work was cut off, and its connection lost. */
  lost?: boolean;
}
