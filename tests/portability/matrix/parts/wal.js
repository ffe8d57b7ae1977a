'use strict';

/** Two connections to a database in WAL mode: snapshots, locks and a checkpoint. */
module.exports = function wal({ Database, file }) {
  const writer = new Database(file('wal.db'), { timeout: 0 });
  const mode = writer.pragma('journal_mode = wal', { simple: true });
  writer.exec('create table t (x); insert into t values (1)');
  const reader = new Database(file('wal.db'), { timeout: 0 });
  const count = reader.prepare('select count(*) from t').pluck();
  const seen = [count.get()];
  reader.exec('begin');
  seen.push(count.get());
  writer.exec('insert into t values (2), (3)');
  seen.push(count.get());
  reader.exec('commit');
  seen.push(count.get());
  writer.exec('begin immediate; insert into t values (4)');
  let refused;
  try {
    reader.exec('insert into t values (5)');
  } catch (error) {
    refused = [error.code, error.message];
  }
  seen.push(count.get());
  writer.exec('commit');
  seen.push(count.get());
  // More frames than one region of the WAL index has.
  const insert = writer.prepare('insert into t values (zeroblob(3000))');
  writer.pragma('wal_autocheckpoint = 0');
  writer.transaction(() => {
    for (let n = 0; n < 4500; n += 1) insert.run();
  })();
  seen.push(count.get());
  const checkpoint = writer.pragma('wal_checkpoint(truncate)');
  seen.push(count.get());
  const integrity = reader.pragma('integrity_check', { simple: true });
  reader.close();
  writer.close();
  return { mode, seen, refused, checkpoint, integrity };
};
