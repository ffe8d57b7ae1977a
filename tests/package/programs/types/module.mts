import Database, { SqliteError, anysqlite, concatChangesets, constants, invertChangeset } from 'better-sqlite3';
import Inline, { SqliteError as InlineError } from 'better-sqlite3/inline';

const db: Database.Database = new Database(':memory:');
const inline: Database.Database = new Inline(':memory:');
const codes = [new SqliteError('a', 'b').code, new InlineError('a', 'b').code];

// @ts-expect-error: the name is a string, so the types are not `any`
const wrong: number = db.name;

const changes: Buffer = invertChangeset(concatChangesets([]));
const names: (number | string)[] = [constants.SQLITE_CHANGESET_OMIT, anysqlite.module];

export { changes, codes, inline, names, wrong };
