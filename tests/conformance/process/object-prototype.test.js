'use strict';

// What an application does to Object.prototype does not reach rows.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerOfChild } = require('../../support/child');

/** Prepares a process in which it happens. The functions run there. */
const situations = {
  'a frozen Object.prototype': () => Object.freeze(Object.prototype),
  'setters in Object.prototype': () => {
    for (const name of ['a', 'b', 't']) {
      Object.defineProperty(Object.prototype, name, {
        get: () => 'inherited',
        set() {
          throw new Error(`the setter of ${name} ran`);
        },
      });
    }
  },
  'properties in Object.prototype that cannot be written': () => {
    for (const name of ['a', 'b', 't']) Object.defineProperty(Object.prototype, name, { value: 'inherited' });
  },
};

const SQL = 'select 1 as a, 2 as toString, 3 as constructor';
const ROW = [['a', 1], ['toString', 2], ['constructor', 3]];

for (const [name, prepare] of Object.entries(situations)) {
  test(`${name}: rows have all columns, and the connection is usable`, () => {
    const answer = answerOfChild(`({ Database }, sql) => {
      const db = new Database(':memory:');
      (${prepare})();
      const statement = db.prepare(sql);
      const rows = [statement.get(), ...statement.all(), ...statement.iterate()].map(Object.entries);
      let code;
      try {
        db.prepare('selec');
      } catch (error) {
        code = Object.entries(error);
      }
      db.table('v', { columns: ['toString', 'b'], *rows() { yield { toString: 4, b: 5 }; } });
      const scanned = Object.entries(db.prepare('select * from v').get());
      return [rows, code, scanned, db.exec('select 1').close().open];
    }`, { args: [SQL] });
    assert.deepEqual(answer, [
      [ROW, ROW, ROW], [['code', 'SQLITE_ERROR']], [['toString', 4], ['b', 5]], false,
    ]);
  });
}

test('the package loads after Object.prototype was frozen', () => {
  const answer = answerOfChild(`({ folder }) => {
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    Object.freeze(Object.prototype);
    const Database = require(folder);
    const db = new Database(':memory:');
    return [db.prepare('select 1 as a').all(), String(db.prepare('select 2')), db.close().open];
  }`);
  assert.deepEqual(answer, [[{ a: 1 }], 'select 2', false]);
});
