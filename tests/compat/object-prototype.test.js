'use strict';

// Rows are defined, never assigned: also with expand(), and where generating code is forbidden.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerOfChild } = require('../support/child');

const SCHEMA = 'create table toString (constructor, a); insert into toString values (1, 2)';
const SQL = 'select *, 3 as valueOf, 4 as b from toString';
const ROW = [['constructor', 1], ['a', 2], ['valueOf', 3], ['b', 4]];
const EXPANDED = [['toString', [['constructor', 1], ['a', 2]]], ['$', [['valueOf', 3], ['b', 4]]]];

const freeze = () => Object.freeze(Object.prototype);
const pollute = () => {
  for (const name of ['constructor', 'a', 'valueOf', 'toString', '$']) {
    Object.defineProperty(Object.prototype, name, { get: () => 'inherited', set() {} });
  }
};

for (const [runtime, env] of [
  ['with code generation', {}],
  ['without code generation', { NODE_OPTIONS: '--disallow-code-generation-from-strings' }],
]) {
  for (const [name, prepare] of [['a frozen', freeze], ['a polluted', pollute]]) {
    test(`${name} Object.prototype does not change rows, ${runtime}`, () => {
      const answer = answerOfChild(`({ Database }, schema, sql) => {
        const db = new Database(':memory:').exec(schema);
        (${prepare})();
        const statement = db.prepare(sql);
        const read = () => [statement.get(), ...statement.all(), ...statement.iterate()].map(Object.entries);
        const flat = read();
        // Later rows are decoded by other code than the first.
        for (let i = 0; i < 300; i += 1) statement.all();
        const later = read();
        statement.expand();
        const expanded = [statement.get(), ...statement.all(), ...statement.iterate()]
          .map((row) => Object.entries(row).map(([table, part]) => [table, Object.entries(part)]));
        return [flat, later, expanded, db.exec('select 1').close().open];
      }`, { args: [SCHEMA, SQL], env });
      assert.deepEqual(answer, [[ROW, ROW, ROW], [ROW, ROW, ROW], [EXPANDED, EXPANDED, EXPANDED], false]);
    });
  }
}

test('a setter in Object.prototype does not get the code of a SqliteError', () => {
  const answer = answerOfChild(({ Database }) => {
    const db = new Database(':memory:');
    Object.defineProperty(Object.prototype, 'code', { set() {} });
    try {
      db.prepare('selec');
    } catch (error) {
      return Object.entries(error);
    }
    return undefined;
  });
  assert.deepEqual(answer, [['code', 'SQLITE_ERROR']]);
});
