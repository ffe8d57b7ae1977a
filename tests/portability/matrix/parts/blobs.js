'use strict';

const { createHash } = require('node:crypto');

const SIZES = [0, 1, 255, 4096, 65_537, 3_000_000];

/** Returns bytes that differ from their neighbours. @param {number} size */
const bytes = (size) => Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 255));

/** @param {Uint8Array} content */
const digest = (content) => createHash('sha256').update(content).digest('hex');

/** Blobs of every size, and a serialized database. @param {import('../program.js').Tools} tools */
module.exports = function blobs({ Database, file }) {
  const db = new Database(file('blobs.db'));
  db.exec('create table t (x blob)');
  const insert = db.prepare('insert into t values (?)');
  for (const size of SIZES) insert.run(bytes(size));
  const read = db.prepare('select x from t order by rowid').pluck().all();
  const image = db.serialize();
  const copy = new Database(image);
  const result = {
    blobs: read.map((blob) => [Buffer.isBuffer(blob), blob.length, digest(blob)]),
    same: read.every((blob, index) => blob.equals(bytes(SIZES[index]))),
    copied: copy.prepare('select sum(length(x)) from t').pluck().get(),
    image: image.length,
  };
  copy.close();
  db.close();
  return result;
};
