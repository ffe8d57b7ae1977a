import Database, { SqliteError } from 'better-sqlite3';
import { takeNotes } from './notes.cjs';

takeNotes(Database, SqliteError);
