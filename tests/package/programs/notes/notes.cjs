'use strict';

/**
 * Uses a database file in the working directory, and prints what it has read as JSON.
 * @param {import('better-sqlite3')} Database
 * @param {typeof import('better-sqlite3').SqliteError} SqliteError
 */
function takeNotes(Database, SqliteError) {
  const db = new Database('notes.db');
  const journal = db.pragma('journal_mode = WAL', { simple: true });
  db.exec('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text UNIQUE)');
  db.function('shout', (text) => text.toUpperCase());
  db.aggregate('longest', { start: '', step: (longest, text) => (text.length > longest.length ? text : longest) });
  db.table('words', { columns: ['word'], *rows(text) { for (const word of text.split(' ')) yield [word]; } });
  db.prepare('INSERT OR IGNORE INTO notes (text) SELECT word FROM words(?)').run('ein größeres Heft');
  let code;
  try {
    db.prepare('INSERT INTO notes (text) VALUES (?)').run('Heft');
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    code = `${error.name} ${error.code}`;
  }
  const longest = db.prepare('SELECT longest(shout(text)) FROM notes').pluck().get();
  const first = db.prepare('SELECT * FROM notes WHERE id = @id').get({ id: 1 });
  const { locks } = Database.anysqlite;
  db.close();
  console.log(JSON.stringify({ journal, code, longest, first, locks }));
}

module.exports = { takeNotes };
