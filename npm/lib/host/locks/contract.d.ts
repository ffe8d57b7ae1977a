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

/** Parts of files, as memory that processes share. */
export interface Views {
  /** Opens a view of the `part`-th `VIEW_BYTES` of a file. Returns its address, or the negated errno. */
  viewOpen(file: number, part: number, writable: number): number;
  /** Copies `count` bytes at an address in a view to `bytes`, from `at` on. Returns 0, or the errno. */
  viewRead(address: number, bytes: Uint8Array, at: number, count: number): number;
  /** Copies `count` of `bytes` from `at` on to an address in a view. Returns 0, or the errno. */
  viewWrite(address: number, bytes: Uint8Array, at: number, count: number): number;
  /** Closes the view at an address. Returns 0, or the errno. */
  viewClose(address: number): number;
}

/** Parts of files mapped over the guest's memory. Only on POSIX systems. */
export interface Mappings {
  /** Maps the `part`-th `VIEW_BYTES` of a file over bytes from `at` on. Returns 0, or the errno. */
  map(file: number, bytes: Uint8Array, at: number, part: number): number;
  /** Maps zeros over `VIEW_BYTES` bytes from `at` on. Returns 0, or the errno. */
  unmap(unused: number, bytes: Uint8Array, at: number): number;
  /** Returns where bytes lie in the process. */
  address(unused: number, bytes: Uint8Array): number;
  /** Orders accesses of memory. Returns 0. */
  fence(): number;
}

/** The calls of files of one guest, which the guest imports. They return the negated errno for a failure. */
export interface FileCallsOfGuest {
  read(file: number, at: number, count: number, offset: number): number;
  write(file: number, at: number, count: number, offset: number): number;
  size(file: number): number;
  access(path: number, length: number, rights: number): number;
  lock(file: number, kind: number, offset: number, length: number): number;
  holder(file: number, kind: number, offset: number, length: number): number;
  /** Performs the `STEP_*` records at an address. Returns how many, or the negated errno. */
  steps(at: number, count: number): number;
  /** Says whether a descriptor is the guest's. */
  own(file: number, owned: number): number;
  /** Says where the guest's memory lies. */
  attach(unused: number, bytes: Uint8Array): number;
}

export interface FileCalls {
  /** Defines the functions of a guest on an object. Returns 0, or the errno. */
  files(unused: number, target: object): number;
}

/** What the addon offers: on Linux everything. */
export interface LockShim extends ByteRangeLocks, Partial<FileCalls>, Partial<Mappings>, Views {
  /** The same for POSIX locks, which belong to the process and which native SQLite takes. Windows has none. */
  processLock: ByteRangeLocks['lock'];
  processHolder: ByteRangeLocks['holder'];
}
