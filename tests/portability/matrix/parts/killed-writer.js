'use strict';

const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

/** Milliseconds after which a child counts as hanging: emulated ones are slow. */
const PATIENCE = 120_000;

/** Kills a process in the middle of a transaction, in both journal modes. @param {import('../program.js').Tools} tools */
module.exports = async function killedWriter({ Database, file, startChild }) {
  const results = [];
  for (const mode of ['delete', 'wal']) {
    const [name, signal] = [file(`killed-${mode}.db`), file(`written-${mode}`)];
    const db = new Database(name);
    db.pragma(`journal_mode = ${mode}`);
    db.exec('create table t (x); insert into t values (1)');
    db.close();
    await killWhileWriting(startChild('write-until-killed.js', name, signal), signal);
    const survivor = new Database(name, { timeout: 5000 });
    results.push({
      mode: survivor.pragma('journal_mode', { simple: true }),
      rows: survivor.prepare('select x from t').pluck().all(),
      integrity: survivor.pragma('integrity_check', { simple: true }),
      written: survivor.prepare('insert into t values (2)').run(),
    });
    survivor.close();
  }
  return results;
};

/** Kills a child when it has written the file `signal`. */
async function killWhileWriting(child, signal) {
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  let running = true;
  ended.then(() => { running = false; }, () => { running = false; });
  const limit = Date.now() + PATIENCE;
  while (running && !fs.existsSync(signal)) {
    if (Date.now() > limit) throw new Error('the child does not write');
    await sleep(20);
  }
  if (!running) throw new Error('the child has ended by itself');
  child.kill('SIGKILL');
  await ended;
}
