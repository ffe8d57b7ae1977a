import Database, { SqliteError } from 'better-sqlite3/inline';
import { takeNotes } from './notes.cjs';

takeNotes(Database, SqliteError);
