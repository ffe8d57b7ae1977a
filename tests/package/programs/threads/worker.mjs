import { workerData } from 'node:worker_threads';

const { default: Database } = await import(workerData.specifier);
const db = new Database('threads.db', { timeout: 60_000 });
const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
for (let n = 0; n < workerData.rows; n++) insert.run(workerData.writer, n);
db.close();
