'use strict';

// Two hundred connections to one file, in one thread.

/** @import { Sequence } from '../index.js' */

const CONNECTIONS = 200;
const READS = 50;
const WRITES = 5;

/** @type {Sequence} */
module.exports = {
  group: 'growth',
  file: true,
  rounds: 3,
  run({ db, file, open, step }) {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
    const insert = db.prepare('INSERT INTO t (name) VALUES (?)');
    for (let i = 0; i < 100; ++i) insert.run(`row ${i}`);
    const connections = step('open one of 200 connections, and read', CONNECTIONS, () => (
      Array.from({ length: CONNECTIONS }, () => {
        const connection = open(file);
        const get = connection.prepare('SELECT name FROM t WHERE id = ?');
        get.get(1);
        return { connection, get, insert: connection.prepare('INSERT INTO t (name) VALUES (?)') };
      })));
    let sum = 0;
    step('get, 200 connections in turns', CONNECTIONS * READS, () => {
      for (let i = 0; i < READS; ++i) for (const { get } of connections) sum += get.get(i + 1).name.length;
    });
    step('insert, 200 connections in turns', CONNECTIONS * WRITES, () => {
      for (let i = 0; i < WRITES; ++i) for (const each of connections) each.insert.run('another row');
    });
    const counts = connections.map(({ connection }) => connection.prepare('SELECT count(*) AS n FROM t').get().n);
    step('close one of 200 connections', CONNECTIONS, () => {
      for (const { connection } of connections) connection.close();
    });
    return [sum, counts];
  },
};
