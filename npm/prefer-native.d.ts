// The types of `better-sqlite3/prefer-native`: what native better-sqlite3 and this package have in common.

import Own = require('./index');

declare namespace Database {
  /** A connection to a database. Sessions are not part of it, because native better-sqlite3 has none. */
  interface Database extends Omit<Own.Connection, 'createSession' | 'applyChangeset'> {}

  type Statement<BindParameters extends unknown[] | {} = unknown[], Result = unknown> =
    Own.Statement<BindParameters, Result>;
  type SqliteError = Own.SqliteError;
  type Options = Own.Options;

  /** What runs SQLite in this process. */
  interface Info {
    /** `native` for native better-sqlite3, else the engine of this package. */
    readonly engine: 'native' | 'v8' | 'wasmtime';

    /** `native`, or the lock tier of this package. */
    readonly locks: string;
  }

  interface DatabaseConstructor {
    new (filename?: string | Buffer | null, options?: Own.Options | null): Database;
    new (file: number, options: Own.Options & { journalFd: number }): Database;
    (filename?: string | Buffer | null, options?: Own.Options | null): Database;
    (file: number, options: Own.Options & { journalFd: number }): Database;

    readonly prototype: Database;

    /** The class of the errors that SQLite reports, of the package that is used. */
    SqliteError: typeof Own.SqliteError;

    readonly anysqlite: Info;
  }
}

declare const Database: Database.DatabaseConstructor;
export = Database;
