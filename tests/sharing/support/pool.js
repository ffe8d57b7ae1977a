'use strict';

// Processes that many short tests use in turn, because starting a process takes longer than such a test.

const { after } = require('node:test');
const { PACKAGES } = require('../../support/packages');
const { Peer } = require('./peer');

/** @import { Side } from '../../support/packages' */

/** @type {Map<string, Peer>} */
const pool = new Map();

/**
 * Returns a process for one test. When the test ends, the connections of the process are closed. A process that a test
 * has killed is replaced.
 * @param {{ after(fn: () => unknown): void }} t
 * @param {Side} side
 * @param {string} role tells apart the processes of a side that one test uses at the same time
 */
function borrowPeer(t, side, role) {
  const name = `${side} ${role}`;
  let peer = pool.get(name);
  if (!peer || peer.process.exitCode !== null || peer.process.signalCode !== null) {
    peer = new Peer(PACKAGES[side], {});
    pool.set(name, peer);
  }
  const { ended } = peer;
  t.after(() => (peer.failure ? ended : Promise.race([peer.ask('reset'), ended])));
  return peer;
}

after(() => Promise.all([...pool.values()].map((peer) => peer.kill())));

module.exports = { borrowPeer };
