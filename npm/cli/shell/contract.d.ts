import type { Shell } from './sql-shell';

export { Shell };

/** A command, which begins with a dot. */
export interface Command {
  /** Its arguments: those in brackets may be missing. */
  usage: string;

  /** What it does, in one line. */
  help: string;

  run(shell: Shell, args: string[]): unknown;
}
