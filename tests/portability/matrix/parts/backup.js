'use strict';

/** Copies a database in steps, while it changes. @param {import('../program.js').Tools} tools */
module.exports = async function backup({ Database, file }) {
  const db = new Database(file('source.db'));
  db.exec('create table t (x)');
  const insert = db.prepare('insert into t values (zeroblob(2000))');
  db.transaction(() => {
    for (let n = 0; n < 300; n += 1) insert.run();
  })();
  let steps = 0;
  const { totalPages, remainingPages } = await db.backup(file('copy.db'), {
    progress() {
      steps += 1;
      if (steps === 2) insert.run();
      return 40;
    },
  });
  const copy = new Database(file('copy.db'), { readonly: true });
  const result = {
    remainingPages,
    totalPages,
    rows: copy.prepare('select count(*) from t').pluck().get(),
    integrity: copy.pragma('integrity_check', { simple: true }),
  };
  copy.close();
  db.close();
  return result;
};
