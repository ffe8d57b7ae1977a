// What each lock tier with byte-range locks offers.

/** Locks of open file descriptions. Kinds are `LOCK_*`, errnos are Linux's. */
export interface ByteRangeLocks {
  /** Acquires or, with `LOCK_NONE`, releases a lock without waiting. Returns 0, or the errno. */
  lock(file: number, kind: number, offset: number, length: number): number;
  /**
   * Returns the kind of a lock that conflicts with the described one, `LOCK_NONE` if there is none, or the negated
   * errno.
   */
  holder(file: number, kind: number, offset: number, length: number): number;
}

/** What the addon offers: the same also for POSIX locks, which belong to the process and which native SQLite takes. */
export interface LockShim extends ByteRangeLocks {
  processLock: ByteRangeLocks['lock'];
  processHolder: ByteRangeLocks['holder'];
}
