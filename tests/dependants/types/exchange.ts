// Instances by this package's types, for libraries that know the types of better-sqlite3 that are installed.

import { drizzle } from 'drizzle-orm/better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { DataSource } from 'typeorm';
import Ours = require('../../../npm');

const database: Ours.Database = new Ours(':memory:');
const { $client } = drizzle({ client: database });
const returned: Ours.Database = $client;
const db = new Kysely<object>({ dialect: new SqliteDialect({ database }) });
const source = new DataSource({ type: 'better-sqlite3', database: 'app.db', driver: Ours });

console.log(returned.name, db, source);
