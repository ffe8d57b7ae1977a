// What every way to byte-range locks gives.

/** Locks of open file descriptions. Kinds are `LOCK_*`. */
export interface ByteRangeLocks {
  /** Sets or removes a lock without waiting. Gives 0, or Linux's number of the reason why not. */
  lock(file: number, kind: number, offset: number, length: number): number;
  /** Gives the kind of a lock in the way, `LOCK_NONE` for none, or below zero Linux's number of the reason why not. */
  holder(file: number, kind: number, offset: number, length: number): number;
}

/** What the addon gives: the same also by POSIX's own locks, those of the process, which native SQLite takes. */
export interface LockShim extends ByteRangeLocks {
  processLock: ByteRangeLocks['lock'];
  processHolder: ByteRangeLocks['holder'];
}
