import asset from 'better-sqlite3/sqlite.wasm';
import Database, { SqliteError } from 'better-sqlite3';
import { takeNotes } from './notes.cjs';

if (!asset.endsWith('sqlite.wasm')) throw new Error(asset);
takeNotes(Database, SqliteError);
