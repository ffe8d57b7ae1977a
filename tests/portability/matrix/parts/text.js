'use strict';

const TEXTS = [
  '', 'ASCII', 'naïve', 'Ελληνικά', 'Привет, мир', '日本語のテキスト', '👩‍👩‍👧‍👦', '\u0000 with a NUL', 'e\u0301', '\uffff',
  'x'.repeat(70_000), 'é'.repeat(70_000), '𝒳'.repeat(20_000),
];

/** Texts of every length in UTF-8, in both encodings of a database. @param {import('../program.js').Tools} tools */
module.exports = function text({ Database, file }) {
  return ['UTF-8', 'UTF-16le', 'UTF-16be'].map((encoding) => {
    const db = new Database(file(`text-${encoding}.db`));
    db.pragma(`encoding = '${encoding}'`);
    db.exec('create table t (x text)');
    const insert = db.prepare('insert into t values (?)');
    for (const value of TEXTS) insert.run(value);
    const read = db.prepare('select x from t order by rowid').pluck().all();
    const result = {
      same: read.map((value, index) => value === TEXTS[index]),
      lengths: db.prepare('select length(x), hex(substr(x, 1, 3)) from t order by rowid').raw().all(),
      sorted: db.prepare('select substr(x, 1, 8) from t order by x').pluck().all(),
      upper: db.prepare("select upper('straße'), 'É' like 'é'").raw().get(),
      lone: db.prepare('select hex(?)').pluck().get('\ud800 lone'),
    };
    db.close();
    return result;
  });
};
