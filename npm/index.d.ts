/// <reference types="node" />

// The types of this package, with the structure and the names of @types/better-sqlite3.

/** Any function. Its parameters are `any`, because `unknown` would refuse functions with typed parameters. */
type AnyFunction = (...values: any[]) => unknown;

/** The parameters of a function, in the words of @types/better-sqlite3: types by other words would be incompatible. */
type ArgumentsOf<F extends AnyFunction> = F extends (...args: infer A) => unknown ? A : never;

/** The type arguments for a statement's parameters: a tuple of arguments, or one object of named parameters. */
type BindParametersOf<P> = P extends unknown[] ? P : [P];

/** An element of an array, or the type itself, as @types/better-sqlite3 has it. */
type ElementOf<T> = T extends (infer Element)[] ? Element : T;

declare namespace AnySqlite {
  /** A connection to a database, in the types of better-sqlite3: an instance of either package is one. */
  interface Database {
    /** The filename, exactly as the application passed it. */
    readonly name: string;

    /** Whether the connection is open. */
    readonly open: boolean;

    /** Whether a transaction is open. */
    readonly inTransaction: boolean;

    /** Whether the connection was opened with the `readonly` option. */
    readonly readonly: boolean;

    /** Whether the database is in memory or in a temporary file. */
    readonly memory: boolean;

    /**
     * Prepares a text that contains exactly one statement.
     * @typeParam BindParameters types of the parameters: a tuple, or an object of named parameters
     * @typeParam Result type of a row
     */
    prepare<BindParameters extends unknown[] | {} = unknown[], Result = unknown>(
      source: string,
    ): BindParameters extends unknown[] ? Statement<BindParameters, Result> : Statement<[BindParameters], Result>;

    /**
     * Wraps a function so that each call runs in a transaction, which is rolled back if the function throws. A call
     * inside a transaction creates a savepoint.
     */
    transaction<F extends AnyFunction>(fn: F): Transaction<F>;

    /** Executes all statements of a text and drops their rows. */
    exec(source: string): this;

    /** Runs a pragma. Returns its rows or, with `simple`, the first value of the first row. */
    pragma(source: string, options?: Database.PragmaOptions): unknown;

    /**
     * Copies the database to a file, page by page, while the database stays in use. Includes changes that this
     * connection makes in the meantime. On failure, rejects and leaves no new file behind.
     * @param destination path of a file, which is replaced if it exists
     */
    backup(destination: string, options?: Database.BackupOptions | null): Promise<Database.BackupMetadata>;

    /** Returns the content of the database in SQLite's file format. `new Database(buffer)` opens it again. */
    serialize(options?: Database.SerializeOptions | null): Buffer;

    /**
     * Defines a user function for SQL. It takes as many arguments as `fn` has parameters. While it runs, the connection
     * is busy. The method that executes the SQL throws what the function throws.
     */
    function(name: string, fn: (...values: any[]) => any): this;
    function(name: string, options: Database.RegistrationOptions, fn: (...values: any[]) => any): this;

    /** Defines an aggregate for SQL. With `inverse`, it is a window function too. */
    aggregate<T>(
      name: string,
      options: Database.RegistrationOptions & {
        start?: T | (() => T);
        step: (total: T, next: ElementOf<T>) => T | void;
        inverse?: ((total: T, dropped: T) => T) | undefined;
        result?: ((total: T) => unknown) | undefined;
      },
    ): this;

    /**
     * Defines a virtual table whose rows come from a generator. An object defines a table of that name. A function
     * defines a module: it returns a table for each `CREATE VIRTUAL TABLE … USING name(…)`.
     */
    table(name: string, definition: VirtualTableOptions | VirtualTableFactory): this;

    /**
     * Loads a SQLite extension that is compiled to WebAssembly (docs/EXTENSIONS.md); machine code is refused. Without
     * an entry point, SQLite's rule names it: `sqlite3_extension_init`, or `sqlite3_NAME_init` after the file's name.
     */
    loadExtension(path: string, entryPoint?: string): this;

    /** Closes the connection. Does nothing if the connection is closed. */
    close(): this;

    /** Sets whether statements prepared from now on return integers as bigints. */
    defaultSafeIntegers(toggleState?: boolean): this;

    /** Sets whether operations that can damage the database or disturb iterators are allowed. */
    unsafeMode(unsafe?: boolean): this;
  }

  /** What `new Database()` returns: a connection, and what the types of better-sqlite3 lack. */
  interface Connection extends Database {
    prepare<BindParameters extends unknown[] | {} = unknown[], Result = unknown>(
      source: string,
    ): BindParameters extends unknown[]
      ? OwnStatement<BindParameters, Result>
      : OwnStatement<[BindParameters], Result>;

    transaction<F extends AnyFunction>(fn: F): OwnTransaction<F>;

    function(name: string, fn: (...values: any[]) => any): this;
    function(
      name: string,
      options: Database.RegistrationOptions | null | undefined,
      fn: (...values: any[]) => any,
    ): this;
    aggregate<T>(name: string, options: AggregateOptions<T>): this;

    /** Runs `EXPLAIN` on a statement, whose parameters need no values. Begin with `QUERY PLAN` for the query plan. */
    explain(source: string): unknown[];

    /**
     * Begins to record the changes of this connection. Not in better-sqlite3; as in node:sqlite. Records tables with a
     * primary key, and only rows whose key has no NULL.
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/API.md#sessions
     */
    createSession(options?: Database.SessionOptions | null): Session;

    /**
     * Applies a changeset or patchset to the main database, as a whole or not at all. Not in better-sqlite3; as in
     * node:sqlite. Tables are found by name and must be declared like the recorded ones; a table that is missing, or
     * has another primary key or fewer columns, is skipped. FTS and R-Tree keep their content in shadow tables, which
     * are recorded too: applying changes of these needs `unsafeMode()`.
     * @returns true, or false if a conflict aborted it and nothing was changed
     */
    applyChangeset(changeset: Uint8Array, options?: Database.ApplyChangesetOptions | null): boolean;

    /**
     * Sets the function that is called for each row that this connection inserts, updates or deletes; null removes it.
     * Not in better-sqlite3. If it throws, the transaction is rolled back and the call that ran the SQL throws the same
     * value. Like every callback it cannot use its own connection.
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/API.md#hooks
     */
    updateHook(hook?: Database.UpdateHook | null): this;

    /**
     * Sets the function that is called before a transaction that has written is committed; null removes it. Not in
     * better-sqlite3. If it returns a truthy value or throws, the transaction is rolled back.
     */
    commitHook(hook?: (() => unknown) | null): this;

    /**
     * Sets the function that is called when a transaction is rolled back; null removes it. Not in better-sqlite3.
     * `ROLLBACK TO` and closing the database do not call it.
     */
    rollbackHook(hook?: (() => void) | null): this;

    /** Closes the connection at the end of the block of a `using` declaration, in runtimes that have it. */
    [Symbol.dispose](): void;
  }

  /** The type of `Database` itself. */
  interface DatabaseConstructor {
    /**
     * Opens a database.
     * @param filename a path, `':memory:'`, `''` for a temporary database, the content of a serialized database, or the
     * descriptor of an open file (which requires the option `journalFd`)
     */
    new (filename?: string | Buffer | null, options?: Database.Options | null): Connection;
    new (file: number, options: Database.Options & { journalFd: number }): Connection;
    (filename?: string | Buffer | null, options?: Database.Options | null): Connection;
    (file: number, options: Database.Options & { journalFd: number }): Connection;

    readonly prototype: Connection;

    /** The class of the errors that SQLite reports. */
    SqliteError: typeof SqliteError;

    /**
     * What this package runs on in this process.
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/API.md#databaseanysqlite
     */
    readonly anysqlite: Info;

    /** Conflicts of changesets, and their resolutions. */
    readonly constants: Constants;

    /** Returns the changeset that undoes another. A patchset cannot be inverted. */
    invertChangeset(changeset: Uint8Array): Buffer;

    /** Returns one changeset with the effect of several in order, or one patchset for several. */
    concatChangesets(changesets: readonly Uint8Array[]): Buffer;
  }

  /** SQLite's constants for changesets. */
  interface Constants {
    /** Skip the change. */
    readonly SQLITE_CHANGESET_OMIT: 0;

    /** Overwrite the existing row; for `SQLITE_CHANGESET_DATA` and `SQLITE_CHANGESET_CONFLICT`. */
    readonly SQLITE_CHANGESET_REPLACE: 1;

    /** Roll back all changes. */
    readonly SQLITE_CHANGESET_ABORT: 2;

    /** The row to update or delete has other values than the recorded ones. */
    readonly SQLITE_CHANGESET_DATA: 1;

    /** The row to update or delete is missing. */
    readonly SQLITE_CHANGESET_NOTFOUND: 2;

    /** A row with the primary key of the row to insert exists. */
    readonly SQLITE_CHANGESET_CONFLICT: 3;

    /** The change violates another constraint. */
    readonly SQLITE_CHANGESET_CONSTRAINT: 4;

    /** All changes are made, but foreign keys are violated. Any resolution but OMIT is an error. */
    readonly SQLITE_CHANGESET_FOREIGN_KEY: 5;
  }

  /** A recording of a connection's changes. */
  interface Session {
    /** The connection it belongs to. */
    readonly database: Database;

    /** Returns the changes since the session began: the first and the last state of each row. */
    changeset(): Buffer;

    /** Returns the changes with less of the first state: smaller, but applying it detects fewer conflicts. */
    patchset(): Buffer;

    /** Ends the session. Does nothing if it has ended. Closing the database ends it too. */
    close(): void;

    /** Ends the session at the end of the block of a `using` declaration, in runtimes that have it. */
    [Symbol.dispose](): void;
  }

  /** How V8 compiles the module. */
  interface ModuleOptions {
    /** Whether it begins to optimise late, so that short programs end sooner (`late`), or when V8 chooses to (`v8`). */
    readonly tierUp: 'late' | 'v8';

    /** Whether it reads the module's branch hints; undefined if that is unknown. */
    readonly branchHints: boolean | undefined;
  }

  /** What this package runs on in this process. */
  interface Info {
    /** The default of the `engine` option: `v8` is the WebAssembly of the JavaScript engine. */
    readonly engine: 'v8' | 'wasmtime';

    /**
     * How files are locked. Either by the byte-range locks of native SQLite, through a small addon (`shim`), the
     * runtime's foreign functions (`ffi`) or the engine itself (`wasmtime`). Or by a lock file, with which one thread
     * owns a database whole (`exclusive`).
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/THREADS.md#locks-between-threads-and-processes
     */
    readonly locks: 'shim' | 'ffi' | 'wasmtime' | 'exclusive';

    /**
     * How processes share SQLite's index of the write-ahead log. By the `-shm` file mapped into SQLite's memory
     * (`mapped`), by views of that file in the lock addon (`view`), by reads and writes of the file (`copied`), or not
     * at all, because a process owns each database whole (`heap`).
     */
    readonly walIndex: 'mapped' | 'view' | 'copied' | 'heap';

    /** What reads, writes and locks files: the lock addon, node:fs, or wasmtime. */
    readonly files: 'addon' | 'node' | 'wasmtime';

    /** SHA-256 of the WebAssembly module, in hexadecimal. */
    readonly module: string;

    /** How V8 compiles the module; undefined if the engine is another. */
    readonly v8Options: ModuleOptions | undefined;

    /** Why the ways to lock that come before the one in force are not in force: a text for each of them. */
    readonly skippedLocks: Readonly<Record<string, string>>;
  }

  /** A prepared statement. */
  interface Statement<BindParameters extends unknown[], Result = unknown> {
    /** The connection it belongs to. */
    readonly database: Database;

    /** The text that the statement was prepared from. */
    readonly source: string;

    /** Whether the statement returns rows. */
    readonly reader: boolean;

    /** Whether the statement does not directly write to the database. */
    readonly readonly: boolean;

    /** Whether an iterator over the statement's rows has not ended. */
    readonly busy: boolean;

    /** Executes the statement. Returns what it changed. */
    run(...params: BindParameters): Database.RunResult;

    /** Executes the statement. Returns the first row. */
    get(...params: BindParameters): Result | undefined;

    /** Executes the statement. Returns all rows. */
    all(...params: BindParameters): Result[];

    /** Executes the statement step by step, one row at a time. */
    iterate(...params: BindParameters): IterableIterator<Result>;

    /** Sets whether a row is the value of its first column. */
    pluck(toggleState?: boolean): this;

    /** Sets whether a row is an object of objects, one for each table. */
    expand(toggleState?: boolean): this;

    /** Sets whether a row is an array. */
    raw(toggleState?: boolean): this;

    /** Binds the parameters for good. Can be called once. */
    bind(...params: BindParameters): this;

    /** Describes the columns of the result. */
    columns(): ColumnDefinition[];

    /** Sets whether integers are returned as bigints. */
    safeIntegers(toggleState?: boolean): this;

    /** Returns the SQL, with the values that `bind()` has bound. */
    toString(): string;
  }

  /** A statement of a `Connection`. */
  interface OwnStatement<BindParameters extends unknown[], Result = unknown> extends Statement<BindParameters, Result> {
    iterate(...params: BindParameters): StatementIterator<Result>;

    /** Finalizes the statement at the end of the block of a `using` declaration, in runtimes that have it. */
    [Symbol.dispose](): void;
  }

  /** Steps through the rows of a statement. The connection is busy until the iterator ends. */
  interface StatementIterator<Result> extends IterableIterator<Result> {
    /** The statement whose rows the iterator returns. */
    readonly statement: OwnStatement<any[], Result>;

    /** Returns the next row. */
    next(): IteratorResult<Result, undefined>;

    /** Ends the iterator. */
    return(value?: unknown): IteratorResult<Result, undefined>;

    [Symbol.iterator](): this;
  }

  /** A column of a result. */
  interface ColumnDefinition {
    /** The name of the result column. */
    name: string;

    /** The name of the table column that it comes from; null for an expression, and so are the properties below. */
    column: string | null;

    /** The table that it comes from. */
    table: string | null;

    /** The database that it comes from. */
    database: string | null;

    /** The declared type; null also if the column was declared without a type. */
    type: string | null;
  }

  /** Defines an aggregate. */
  interface AggregateOptions<T = any> extends Database.RegistrationOptions {
    /** The first accumulator, or a function that returns one for each group; null by default. */
    start?: T | (() => T);

    /** Adds a row. Returns the next accumulator, or undefined to keep the current one. */
    step: (total: T, ...values: any[]) => T | void;

    /** Removes a row that has left the window. Returns like `step`. */
    inverse?: ((total: T, ...values: any[]) => T | void) | null;

    /** Returns the value of the aggregate. By default that is the accumulator. */
    result?: ((total: T) => unknown) | null;
  }

  /** Defines a virtual table. */
  interface VirtualTableOptions {
    /** A generator function that yields rows: arrays or objects. Called with the arguments of each scan. */
    rows: (...values: any[]) => Generator;

    /** Names of the columns. */
    columns: string[];

    /** Names of the parameters. By default `$1`, `$2` and so on, as many as `rows` has. */
    parameters?: string[];

    /** Passes integers to `rows` as bigints. */
    safeIntegers?: boolean;

    /** Forbids the table in views and triggers. */
    directOnly?: boolean;
  }

  /** Returns a virtual table for the arguments of `CREATE VIRTUAL TABLE`, which are passed as they are written. */
  type VirtualTableFactory = (this: VirtualTableContext, ...args: string[]) => VirtualTableOptions;

  /** The `this` of a factory of virtual tables. */
  interface VirtualTableContext {
    /** The name of the module. */
    readonly module: string;

    /** The database that contains the table. */
    readonly database: string;

    /** The name of the table. */
    readonly table: string;
  }

  /** A function that runs in a transaction. */
  interface Transaction<F extends AnyFunction> {
    /** Runs in a transaction that begins with `BEGIN`. */
    (...params: ArgumentsOf<F>): ReturnType<F>;

    /** The same as calling the function itself. */
    default(...params: ArgumentsOf<F>): ReturnType<F>;

    /** Begins with `BEGIN DEFERRED`. */
    deferred(...params: ArgumentsOf<F>): ReturnType<F>;

    /** Begins with `BEGIN IMMEDIATE`. */
    immediate(...params: ArgumentsOf<F>): ReturnType<F>;

    /** Begins with `BEGIN EXCLUSIVE`. */
    exclusive(...params: ArgumentsOf<F>): ReturnType<F>;
  }

  /** A transaction of a `Connection`: each of its ways to begin has the others, too. */
  interface OwnTransaction<F extends AnyFunction> extends Transaction<F> {
    readonly default: OwnTransaction<F>;
    readonly deferred: OwnTransaction<F>;
    readonly immediate: OwnTransaction<F>;
    readonly exclusive: OwnTransaction<F>;

    /** The connection it runs on. */
    readonly database: Connection;
  }

  /** An error that SQLite reported. */
  class SqliteError extends Error {
    constructor(message: string, code: string);

    name: string;

    message: string;

    /** Name of the extended result code, for example `SQLITE_CONSTRAINT_UNIQUE`. */
    code: string;
  }
}

declare namespace Database {
  /** The changes of one execution. */
  interface RunResult {
    /** How many rows were inserted, updated or deleted. */
    changes: number;

    /** The rowid of the last row inserted by this connection. A bigint with safe integers. */
    lastInsertRowid: number | bigint;
  }

  /** Options of the constructor. */
  interface Options {
    /** Opens for reading only. */
    readonly?: boolean;

    /** Throws if the file does not exist. */
    fileMustExist?: boolean;

    /**
     * The busy timeout in milliseconds.
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/THREADS.md#waiting-for-a-lock
     */
    timeout?: number;

    /** Receives the SQL of each statement just before its execution. */
    verbose?: ((message?: any, ...additionalArgs: any[]) => void) | null;

    /** Accepted for compatibility and not used. A path must exist. */
    nativeBinding?: string | object | null;

    /** For a database opened by a descriptor: the descriptor of its rollback journal, `<database>-journal`. */
    journalFd?: number;

    /**
     * What runs SQLite: `v8` is the WebAssembly of the JavaScript engine, `wasmtime` an addon of its own.
     * @see https://github.com/anysqlite/anysqlite/blob/main/docs/API.md#engines
     */
    engine?: 'v8' | 'wasmtime';
  }

  /** Options of `pragma()`. */
  interface PragmaOptions {
    /** Returns one value instead of rows. */
    simple?: boolean;
  }

  /** Options of `function()` and `aggregate()`. */
  interface RegistrationOptions {
    /** Takes any number of arguments. */
    varargs?: boolean;

    /** The result depends on the arguments only. Required in indexes. */
    deterministic?: boolean;

    /** Passes integers as bigints. The default is set by `defaultSafeIntegers()`. */
    safeIntegers?: boolean;

    /** Forbids the function in views, triggers and the rest of the schema. */
    directOnly?: boolean;
  }

  /**
   * What an update hook is called with. The row id is a bigint if integers were bigints by default when the hook was
   * set (`defaultSafeIntegers()`).
   */
  type UpdateHook = (
    operation: 'SQLITE_INSERT' | 'SQLITE_UPDATE' | 'SQLITE_DELETE',
    database: string,
    table: string,
    rowid: number | bigint,
  ) => void;

  /** Options of `createSession()`. */
  interface SessionOptions {
    /** The only table to record, which need not exist yet. By default all tables. */
    table?: string;

    /** The name of an attached database. The default is `main`. */
    db?: string;
  }

  /** Options of `applyChangeset()`. It throws what these callbacks throw, and then changes nothing. */
  interface ApplyChangesetOptions {
    /** Returns whether the changes of a table are applied. By default they are. */
    filter?: ((table: string) => unknown) | null;

    /**
     * Returns the resolution of a conflict: `SQLITE_CHANGESET_OMIT`, `_REPLACE` or `_ABORT`. By default `_ABORT`.
     * @param conflict one of `SQLITE_CHANGESET_DATA`, `_NOTFOUND`, `_CONFLICT`, `_CONSTRAINT` and `_FOREIGN_KEY`
     */
    onConflict?: ((conflict: number) => number) | null;
  }

  /** Options of `serialize()`. */
  interface SerializeOptions {
    /** The name of an attached database. The default is `main`. */
    attached?: string;
  }

  /** The progress of a backup. */
  interface BackupMetadata {
    /** The number of pages of the database. */
    totalPages: number;

    /** How many of them remain to be copied. */
    remainingPages: number;
  }

  /** Options of `backup()`. */
  interface BackupOptions {
    /** The name of an attached database. The default is `main`. */
    attached?: string;

    /**
     * Called after each step but the last. A returned number is how many pages the following steps copy, 0 to pause.
     * They begin with 100.
     */
    progress?: ((progress: BackupMetadata) => number | void) | null;
  }

  type AggregateOptions = AnySqlite.AggregateOptions;
  type VirtualTableOptions = AnySqlite.VirtualTableOptions;
  type SqliteError = typeof AnySqlite.SqliteError;
  type Statement<BindParameters extends unknown[] | {} = unknown[], Result = unknown> =
    AnySqlite.Statement<BindParametersOf<BindParameters>, Result>;
  type StatementIterator<Result = unknown> = AnySqlite.StatementIterator<Result>;
  type ColumnDefinition = AnySqlite.ColumnDefinition;
  type Session = AnySqlite.Session;
  type Transaction<F extends AnyFunction = AnyFunction> = AnySqlite.Transaction<F>;
  type Database = AnySqlite.Database;
}

declare const Database: AnySqlite.DatabaseConstructor;
export = Database;
