'use strict';

/** What errors look like: class, code and message. @param {import('../program.js').Tools} tools */
module.exports = function errors({ Database }) {
  const db = new Database(':memory:');
  db.exec('create table t (x integer primary key, y text not null unique) strict');
  db.function('fails', () => {
    throw new RangeError('from a function');
  });
  const attempts = [
    () => db.prepare('select'),
    () => db.prepare('select * from nowhere'),
    () => db.prepare('select 1; select 2'),
    () => db.exec("insert into t values (1, 'a'), (2, 'a')"),
    () => db.exec('insert into t values (1, null)'),
    () => db.exec("insert into t values ('one', 'a')"),
    () => db.prepare('select ?').get(),
    () => db.prepare('select ?').get({}),
    () => db.prepare('insert into t values (1, 2)').all(),
    () => db.prepare('select fails()').get(),
    () => new Database('no/such/folder/app.db'),
    () => db.prepare('select 1').run(),
  ];
  const result = attempts.map((attempt) => {
    try {
      attempt();
      return 'none';
    } catch (error) {
      return [error.name, error.code, error.message];
    }
  });
  db.close();
  return result;
};
