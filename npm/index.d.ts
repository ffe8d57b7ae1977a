/// <reference types="node" />

// The types of this package, in the shape and by the names of @types/better-sqlite3.

/** A function of any kind. Its parameters are `any`, because `unknown` would refuse functions with typed ones. */
type AnyFunction = (...values: any[]) => unknown;

/** What a program writes for a statement's parameters: a list of arguments, or one object of named parameters. */
type BindParametersOf<P> = P extends unknown[] ? P : [P];

declare namespace AnySqlite {
  /** A connection to a database. */
  interface Database {
    /** The name it was opened by, exactly as given. */
    readonly name: string;

    /** Whether the connection is open. */
    readonly open: boolean;

    /** Whether a transaction is open. */
    readonly inTransaction: boolean;

    /** Whether it was opened with the `readonly` option. */
    readonly readonly: boolean;

    /** Whether it is in memory, or in a temporary file. */
    readonly memory: boolean;

    /**
     * Compiles a text that holds exactly one statement.
     * @typeParam BindParameters types of the parameters: a tuple, or the object that holds named ones
     * @typeParam Result type of a row
     */
    prepare<BindParameters extends unknown[] | {} = unknown[], Result = unknown>(
      source: string,
    ): Statement<BindParametersOf<BindParameters>, Result>;

    /**
     * Wraps a function so that each call runs in a transaction, rolled back if the function throws. A call inside a
     * transaction makes a savepoint.
     */
    transaction<F extends AnyFunction>(fn: F): Transaction<F>;

    /** Runs all statements of a text and drops their rows. */
    exec(source: string): this;

    /** Runs a pragma; gives its rows or, with `simple`, the first value of the first row. */
    pragma(source: string, options?: Database.PragmaOptions): unknown;

    /** Runs `EXPLAIN` on a statement; parameters need no values. Begin with `QUERY PLAN` for the query plan. */
    explain(source: string): unknown[];

    /**
     * Copies the database to a file, page by page, while it stays in use. Changes made through this connection go along.
     * Rejects, and leaves nothing behind, if it fails.
     * @param destination a path; what is there is replaced
     */
    backup(destination: string, options?: Database.BackupOptions | null): Promise<Database.BackupMetadata>;

    /** Gives the content of the database, as it would be in a file. `new Database(buffer)` opens it again. */
    serialize(options?: Database.SerializeOptions | null): Buffer;

    /**
     * Defines a function for SQL. It takes as many arguments as `fn` has parameters, and the connection is busy while it
     * runs. What it throws comes out of the method that ran the SQL.
     */
    function(name: string, fn: (...values: any[]) => any): this;
    function(name: string, options: Database.RegistrationOptions | null | undefined, fn: (...values: any[]) => any): this;

    /** Defines an aggregate for SQL; with `inverse` a window function too. */
    aggregate<T>(name: string, options: AggregateOptions<T>): this;

    /**
     * Defines a virtual table, whose rows a generator gives. An object is a table by that name; a function makes a table
     * for each `CREATE VIRTUAL TABLE … USING name(…)`.
     */
    table(name: string, definition: VirtualTableOptions | VirtualTableFactory): this;

    /** Always fails: an extension is machine code. The error says what is built in. */
    loadExtension(path: string, entryPoint?: string): this;

    /**
     * Begins to record what this connection changes. Beyond better-sqlite3; as in node:sqlite. Recorded are tables with a
     * primary key, and of them rows whose key has no NULL.
     */
    createSession(options?: Database.SessionOptions | null): Session;

    /**
     * Makes the changes of a changeset or patchset in the main database, all or none. Beyond better-sqlite3; as in
     * node:sqlite. Tables are found by their names and have to be declared as where it was recorded; those that are not
     * there, have another primary key or fewer columns are passed over. FTS and R-Tree keep their content in tables of their
     * own, which are recorded too: applying those needs `unsafeMode()`.
     * @returns true; false if it was given up because of a conflict, and nothing was changed
     */
    applyChangeset(changeset: Uint8Array, options?: Database.ApplyChangesetOptions | null): boolean;

    /** Closes the connection. Calling it again does no harm. */
    close(): this;

    /** Sets whether statements prepared from now on give integers as bigint. */
    defaultSafeIntegers(toggleState?: boolean): this;

    /** Sets whether what can damage the database or confuse iterators is allowed. */
    unsafeMode(unsafe?: boolean): this;

    /** Closes the connection at the end of a `using` block, where the runtime has that. */
    [Symbol.dispose](): void;
  }

  /** What `Database` itself is. */
  interface DatabaseConstructor {
    /**
     * Opens a database.
     * @param filename a path, `':memory:'`, `''` for a temporary database, the content of a serialized database, or the
     * descriptor of an open file (then with the option `journalFd`)
     */
    new (filename?: string | Buffer | null, options?: Database.Options | null): Database;
    new (file: number, options: Database.Options & { journalFd: number }): Database;
    (filename?: string | Buffer | null, options?: Database.Options | null): Database;
    (file: number, options: Database.Options & { journalFd: number }): Database;

    readonly prototype: Database;

    /** The class of errors that SQLite reports. */
    SqliteError: typeof SqliteError;

    /** How this package works here. */
    readonly anysqlite: Facts;

    /** Conflicts of changesets, and what can be done about them. */
    readonly constants: Constants;

    /** Gives the changeset that takes back what another does. A patchset cannot be inverted. */
    invertChangeset(changeset: Uint8Array): Buffer;

    /** Gives one changeset that does what several do one after the other; or one patchset for several. */
    concatChangesets(changesets: readonly Uint8Array[]): Buffer;
  }

  /** SQLite's numbers, by its names. */
  interface Constants {
    /** Leave this change out. */
    readonly SQLITE_CHANGESET_OMIT: 0;

    /** Make this change over what is there; for `SQLITE_CHANGESET_DATA` and `SQLITE_CHANGESET_CONFLICT`. */
    readonly SQLITE_CHANGESET_REPLACE: 1;

    /** Take back all changes. */
    readonly SQLITE_CHANGESET_ABORT: 2;

    /** The row to update or delete has other values than it had where it was recorded. */
    readonly SQLITE_CHANGESET_DATA: 1;

    /** There is no row to update or delete. */
    readonly SQLITE_CHANGESET_NOTFOUND: 2;

    /** There is already a row with the primary key of the row to insert. */
    readonly SQLITE_CHANGESET_CONFLICT: 3;

    /** The change breaks another constraint. */
    readonly SQLITE_CHANGESET_CONSTRAINT: 4;

    /** With all changes made, there are references to rows that are not there. Anything but OMIT is an error. */
    readonly SQLITE_CHANGESET_FOREIGN_KEY: 5;
  }

  /** A recording of what a connection changes. */
  interface Session {
    /** The connection it belongs to. */
    readonly database: Database;

    /** Gives what has changed since it began: of each row its first and last state. */
    changeset(): Buffer;

    /** Gives the same with less of the first state, so that less is noticed when it is applied. */
    patchset(): Buffer;

    /** Ends it. Calling it again does no harm; closing the database does it too. */
    close(): void;

    /** Ends it at the end of a `using` block, where the runtime has that. */
    [Symbol.dispose](): void;
  }

  /** How this package works in this process. */
  interface Facts {
    /** What runs SQLite where the `engine` option is not given: `v8` is the WebAssembly of the JavaScript engine. */
    readonly engine: 'v8' | 'wasmtime';

    /**
     * How others are kept out: by the byte-range locks of native SQLite, through a small addon (`shim`), the runtime's
     * foreign functions (`ffi`) or the engine itself (`wasmtime`); or by a lock file, one thread having a file for itself
     * (`exclusive`).
     */
    readonly locks: 'shim' | 'ffi' | 'wasmtime' | 'exclusive';

    /** SHA-256 of the WebAssembly module, in hexadecimal. */
    readonly module: string;
  }

  /** A prepared statement. */
  interface Statement<BindParameters extends unknown[], Result = unknown> {
    /** The connection it belongs to. */
    readonly database: Database;

    /** The text it was prepared from. */
    readonly source: string;

    /** Whether it gives rows. */
    readonly reader: boolean;

    /** Whether it writes nothing to the database by itself. */
    readonly readonly: boolean;

    /** Whether one of its iterators has not ended. */
    readonly busy: boolean;

    /** Executes it for what it changes. */
    run(...params: BindParameters): Database.RunResult;

    /** Executes it and gives the first row. */
    get(...params: BindParameters): Result | undefined;

    /** Executes it and gives all rows. */
    all(...params: BindParameters): Result[];

    /** Executes it step by step, a row at a time. */
    iterate(...params: BindParameters): StatementIterator<Result>;

    /** Sets whether a row is the value of its first column. */
    pluck(toggleState?: boolean): this;

    /** Sets whether a row is an object of objects, one for each table. */
    expand(toggleState?: boolean): this;

    /** Sets whether a row is an array. */
    raw(toggleState?: boolean): this;

    /** Gives the parameters their values for good. */
    bind(...params: BindParameters): this;

    /** Describes the columns of the result. */
    columns(): ColumnDefinition[];

    /** Sets whether integers are given as bigint. */
    safeIntegers(toggleState?: boolean): this;

    /** Gives the SQL, with the values in it that `bind()` was given. */
    toString(): string;

    /** Frees the statement at the end of a `using` block, where the runtime has that. */
    [Symbol.dispose](): void;
  }

  /** Walks over the rows of a statement. The connection is busy until it ends. */
  interface StatementIterator<Result> extends IterableIterator<Result> {
    /** The statement whose rows it gives. */
    readonly statement: Statement<any[], Result>;

    /** Gives the next row. */
    next(): IteratorResult<Result, undefined>;

    /** Ends it. */
    return(value?: unknown): IteratorResult<Result, undefined>;

    [Symbol.iterator](): this;
  }

  /** A column of a result. */
  interface ColumnDefinition {
    /** Its name in the result. */
    name: string;

    /** The name of the column it comes from; null for an expression, as below. */
    column: string | null;

    /** The table it comes from. */
    table: string | null;

    /** The database it comes from. */
    database: string | null;

    /** Its declared type; null also if it was declared without one. */
    type: string | null;
  }

  /** What an aggregate is made of. */
  interface AggregateOptions<T = any> extends Database.RegistrationOptions {
    /** The first accumulator, or a function that gives one for each group; null if there is none. */
    start?: T | (() => T);

    /** Takes a row in; gives the next accumulator, or nothing to keep it. */
    step: (total: T, ...values: any[]) => T | void;

    /** Takes out a row that has left the window. */
    inverse?: ((total: T, ...values: any[]) => T | void) | null;

    /** Gives the value of the aggregate; without it that is the accumulator. */
    result?: ((total: T) => unknown) | null;
  }

  /** A virtual table. */
  interface VirtualTableOptions {
    /** A generator function that yields rows: arrays or objects. It is called with the arguments of each scan. */
    rows: (...values: any[]) => Generator;

    /** Names of the columns. */
    columns: string[];

    /** Names of the parameters, as many as `rows` has; by default `$1`, `$2` and so on. */
    parameters?: string[];

    /** Gives integers to `rows` as bigint. */
    safeIntegers?: boolean;

    /** Keeps the table out of views and triggers. */
    directOnly?: boolean;
  }

  /** Makes a virtual table from the arguments of `CREATE VIRTUAL TABLE`, as they are written there. */
  type VirtualTableFactory = (this: VirtualTableContext, ...given: string[]) => VirtualTableOptions;

  /** What a factory of virtual tables has as `this`. */
  interface VirtualTableContext {
    /** The name of the module. */
    readonly module: string;

    /** The database that the table is in. */
    readonly database: string;

    /** The name of the table. */
    readonly table: string;
  }

  /** A function that runs in a transaction. */
  interface Transaction<F extends AnyFunction> {
    /** Runs in a transaction that begins with `BEGIN`. */
    (...params: Parameters<F>): ReturnType<F>;

    /** The same as calling the function itself. */
    readonly default: Transaction<F>;

    /** Begins with `BEGIN DEFERRED`. */
    readonly deferred: Transaction<F>;

    /** Begins with `BEGIN IMMEDIATE`. */
    readonly immediate: Transaction<F>;

    /** Begins with `BEGIN EXCLUSIVE`. */
    readonly exclusive: Transaction<F>;

    /** The connection it runs on. */
    readonly database: Database;
  }

  /** An error that SQLite reported. */
  class SqliteError extends Error {
    constructor(message: string, code: string);

    name: string;

    message: string;

    /** Name of the extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`. */
    code: string;
  }
}

declare namespace Database {
  /** What an execution changed. */
  interface RunResult {
    /** How many rows were inserted, updated or deleted. */
    changes: number;

    /** The rowid of the row inserted last on this connection; a bigint with safe integers. */
    lastInsertRowid: number | bigint;
  }

  /** Options of the constructor. */
  interface Options {
    /** Opens for reading only. */
    readonly?: boolean;

    /** Refuses to make a new file. */
    fileMustExist?: boolean;

    /** How many milliseconds to wait for a locked database. */
    timeout?: number;

    /** Takes the text of each statement just before it is executed. */
    verbose?: ((message?: any, ...additionalArgs: any[]) => void) | null;

    /** Accepted for compatibility and not used: there is no native binding. A path has to be right. */
    nativeBinding?: string | object | null;

    /** For a database given as the descriptor of an open file: that of its rollback journal, `<database>-journal`. */
    journalFd?: number;

    /** What runs SQLite: `v8`, the WebAssembly of the JavaScript engine, or `wasmtime`, by an addon of its own. */
    engine?: 'v8' | 'wasmtime';
  }

  /** Options of `pragma()`. */
  interface PragmaOptions {
    /** Gives one value in place of rows. */
    simple?: boolean;
  }

  /** Options of `function()` and `aggregate()`. */
  interface RegistrationOptions {
    /** Takes any number of arguments. */
    varargs?: boolean;

    /** The same arguments always give the same result; needed in indexes. */
    deterministic?: boolean;

    /** Gives integers as bigint. By default as `defaultSafeIntegers()` says. */
    safeIntegers?: boolean;

    /** Keeps it out of views, triggers and the rest of the schema. */
    directOnly?: boolean;
  }

  /** Options of `createSession()`. */
  interface SessionOptions {
    /** The one table to record, which need not be there yet. By default all. */
    table?: string;

    /** The name of an attached database in place of `main`. */
    db?: string;
  }

  /** Options of `applyChangeset()`. What these functions throw comes out of it, and then nothing is changed. */
  interface ApplyChangesetOptions {
    /** Says whether the changes of a table are made. By default they are. */
    filter?: ((table: string) => unknown) | null;

    /**
     * Says what becomes of a change that does not fit: one of `SQLITE_CHANGESET_OMIT`, `_REPLACE` and `_ABORT`. By default
     * that is `_ABORT`.
     * @param conflict one of `SQLITE_CHANGESET_DATA`, `_NOTFOUND`, `_CONFLICT`, `_CONSTRAINT` and `_FOREIGN_KEY`
     */
    onConflict?: ((conflict: number) => number) | null;
  }

  /** Options of `serialize()`. */
  interface SerializeOptions {
    /** The name of an attached database in place of `main`. */
    attached?: string;
  }

  /** How far a backup has come. */
  interface BackupMetadata {
    /** How many pages the database has. */
    totalPages: number;

    /** How many of them are still to be copied. */
    remainingPages: number;
  }

  /** Options of `backup()`. */
  interface BackupOptions {
    /** The name of an attached database in place of `main`. */
    attached?: string;

    /**
     * Is told after each step that was not the last. A number is how many pages the following steps copy, 0 to wait; it
     * is 100 to begin with.
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
