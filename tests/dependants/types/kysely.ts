import Database from 'better-sqlite3';
import { type Generated, Kysely, SqliteDialect } from 'kysely';

interface Tables {
  author: { id: Generated<number>; name: string };
}

const database = new Database(':memory:', { readonly: false });
const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
const later = new Kysely<Tables>({ dialect: new SqliteDialect({ database: async () => new Database('app.db') }) });

async function main(): Promise<string[]> {
  await later.insertInto('author').values({ name: 'a' }).execute();
  const authors: { name: string }[] = await db.selectFrom('author').select('name').execute();
  return authors.map(({ name }) => name);
}

main().catch((error: unknown) => {
  if (error instanceof Database.SqliteError) console.log(error.code.length);
});
