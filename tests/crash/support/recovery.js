'use strict';

// Recovery at the next start of the machine: a new guest opens the databases that a power cut left.

const { Client } = require('./client');
const { digest, integrity } = require('./contents');
const { FaultHost } = require('./fault-host');
const { Guest } = require('./guest');

/** @import { Disk } from './disk' */
/** @import { Random } from '../../support/random' */

/** Thrown when a promise of SQLite is broken. */
class Violation extends Error {}

/** @param {Client} client @param {string} path */
function requireIntegrity(client, path) {
  const report = integrity(client);
  if (report !== 'ok') throw new Violation(`${path} is damaged: ${report}`);
}

/** @param {Client} client */
function change(client) {
  client.exec(`create table if not exists after_power_cut (x);
    insert into after_power_cut values (randomblob(3000)), (zeroblob(100));`);
}

/**
 * Opens all databases and checks them, then changes them. Returns their digests before the change, and the length of
 * the disk's log at that moment.
 * @param {Disk} disk
 * @param {string[]} files
 * @param {Random} random
 */
function recover(disk, files, random) {
  const guest = new Guest(new FaultHost(disk, { seed: random.uint32() }));
  const contents = files.map(() => '');
  const order = files.map((_, i) => i);
  if (random.chance(0.5)) order.reverse();
  /** @type {[string, Client][]} */
  const clients = order.map((i) => {
    const client = new Client(guest, files[i]);
    requireIntegrity(client, files[i]);
    contents[i] = digest(client);
    return [files[i], client];
  });
  const moment = disk.log.length;
  for (const [path, client] of clients) {
    change(client);
    requireIntegrity(client, path);
    client.close();
  }
  return { contents, moment };
}

exports.Violation = Violation;
exports.recover = recover;
