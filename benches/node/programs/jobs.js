'use strict';

// A queue of jobs: three kinds are added, one by one and many at once, taken, done, or failed, and counted.

const path = require('node:path');
const Database = require('better-sqlite3');

const KINDS = ['mail', 'image', 'report'];
const SINGLE = 1500;
const MANY = 3000;

/** @param {string} folder */
module.exports = async (folder) => {
  const { JobStatus, better, defineQueue } = await import('plainjob');
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  const queue = defineQueue({ connection: better(new Database(path.join(folder, 'jobs.db'))), logger: silent });
  for (let i = 0; i < SINGLE; ++i) queue.add(KINDS[i % 3], { number: i, to: `user${i}@example.com` });
  for (const kind of KINDS) queue.addMany(kind, Array.from({ length: MANY / 3 }, (_, i) => ({ number: i, kind })));

  let sum = 0;
  for (const kind of KINDS) {
    for (let taken = queue.getAndMarkJobAsProcessing(kind); taken; taken = queue.getAndMarkJobAsProcessing(kind)) {
      const { number } = JSON.parse(queue.getJobById(taken.id)?.data ?? '{}');
      sum += number;
      if (number % 50 === 7) queue.markJobAsFailed(taken.id, `cannot do ${number}`);
      else queue.markJobAsDone(taken.id);
    }
  }
  const counts = KINDS.map((type) => (
    [JobStatus.Pending, JobStatus.Done, JobStatus.Failed].map((status) => queue.countJobs({ type, status }))));
  const types = queue.getJobTypes();
  queue.close();
  return { sum, counts, types };
};
