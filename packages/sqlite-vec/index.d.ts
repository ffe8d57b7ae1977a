/** A connection that can load extensions. */
export interface Db {
  loadExtension(file: string, entrypoint?: string | undefined): void;
}

/**
 * Returns the path of the extension for `loadExtension()`: of the file with SIMD instructions where the engine executes
 * them, else of the other one.
 */
export declare function getLoadablePath(): string;

/** Loads the extension into a connection of `@anysqlite/better-sqlite3`. */
export declare function load(db: Db): void;
