'use strict';

// SQLite compiles a statement anew when the schema has changed. Its rows follow the new columns, even if the execution
// that found the change failed.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { scratch } = require('../../support/scratch');

const CHANGES = {
  'a new column': 'alter table t add column q default 7',
  'a dropped column': 'alter table t drop column b',
  'a renamed column': 'alter table t rename column a to z',
};

/** How a statement is executed for all its rows. */
const EXECUTIONS = {
  all: (statement) => statement.all(),
  iterate: (statement) => [...statement.iterate()],
  get: (statement) => [statement.get()],
};

for (const mode of ['flat', 'raw', 'expand', 'pluck']) {
  for (const [execution, execute] of Object.entries(EXECUTIONS)) {
    for (const [name, change] of Object.entries(CHANGES)) {
      test(`rows have the columns of a schema that a failed execution found: ${mode}, ${execution}, ${name}`, (t) => {
        const db = scratch(t).open().exec('create table t (a, b, c); insert into t values (1, 2, 3), (4, 5, 6)');
        let fails = false;
        db.function('check_it', () => {
          if (fails) throw new Error('refused');
          return 0;
        });
        const prepare = () => {
          const statement = db.prepare('select *, check_it() as x from t');
          return mode === 'flat' ? statement : statement[mode]();
        };
        const statement = prepare();
        // What decodes the first rows is not what decodes later ones.
        for (let i = 0; i < 250; i += 1) execute(statement);
        db.exec(change);
        fails = true;
        assert.throws(() => execute(statement), /refused/);
        fails = false;
        assert.deepEqual(execute(statement), execute(prepare()));
        assert.deepEqual(EXECUTIONS.all(statement), EXECUTIONS.all(prepare()));
      });
    }
  }
}

test('rows have the columns of a schema that a failed insertion found', (t) => {
  const db = scratch(t).open().exec('create table t (a unique, b); insert into t values (1, 2)');
  const statement = db.prepare('insert into t (a) values (?) returning *');
  assert.deepEqual(statement.all(3), [{ a: 3, b: null }]);
  db.exec('alter table t add column q default 7');
  assert.throws(() => statement.all(1), { code: 'SQLITE_CONSTRAINT_UNIQUE' });
  assert.deepEqual(statement.all(4), [{ a: 4, b: null, q: 7 }]);
});
