'use strict';

const assert = require('node:assert/strict');
const { answerOfChild } = require('./child');
const { scratchFolder } = require('./scratch-folder');

/**
 * Checks values, callbacks, transactions, files and the clock in a process whose environment was changed after the
 * package had loaded.
 * @param {object} t the test's context
 * @param {() => void} change runs in that process
 */
function checkSql(t, change) {
  const { file } = scratchFolder(t);
  const [real, answer] = answerOfChild(`({ Database }, file) => {
    const { stringify } = JSON;
    const real = Date.now();
    const blob = Buffer.from([1, 2, 3]);
    const early = new Database(file + '1').exec('create table t (a, b)');
    early.prepare('insert into t values (?, ?)').run('first', 1);
    (${change})();
    const answers = [];
    for (const db of [early, new Database(file + '2', { timeout: 1 }), new Database(':memory:')]) {
      db.exec('create table if not exists t (a, b)');
      db.pragma('journal_mode = wal');
      db.transaction(() => {
        db.prepare('insert into t values (?, ?)').run('é'.repeat(3000), blob);
        db.prepare('insert into t values (@a, @b)').run({ a: 5n, b: 0.5 });
      })();
      db.function('twice', (x) => 2 * x);
      db.aggregate('total2', { start: 0, step: (sum, x) => sum + x });
      const { a, b } = db.prepare('select * from t where typeof(b) = ?').get('blob');
      const now = db.prepare("select cast(strftime('%s', 'now') as integer)").pluck().get();
      const path = db.prepare("select file like '/%' from pragma_database_list").pluck().get();
      const sums = db.prepare('select twice(4) as x, total2(b) as y from t where a = 5').all();
      const rows = [...db.prepare('select b from t where a = 5').raw().iterate()];
      const size = db.serialize().length;
      answers.push([a === 'é'.repeat(3000), b.length, b[2], now, path, sums, rows, size > 0, db.close().open]);
    }
    process.stdout.write(stringify([real, answers]));
  }`, { args: [file('test.db')] });
  for (const [text, length, last, now, , sums, rows, serialized, open] of answer) {
    assert.deepEqual([text, length, last, sums, rows], [true, 3, 3, [{ x: 8, y: 0.5 }], [[0.5]]]);
    assert.deepEqual([serialized, open], [true, false]);
    assert.ok(Math.abs(now - real / 1000) < 60, `${now} is not ${real / 1000}`);
  }
}

module.exports = { checkSql };
