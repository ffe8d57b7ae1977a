'use strict';

// Processes that many short tests use one after the other, since starting them takes longer than what they do.

const { after } = require('node:test');
const { PACKAGES } = require('../../support/packages');
const { Peer } = require('./peer');

/** @import { Side } from '../../support/packages' */

/** @type {Map<string, Peer>} */
const pool = new Map();

/**
 * A process for one test, which closes what it opened there. One that the test kills is replaced.
 * @param {{ after(fn: () => unknown): void }} t
 * @param {Side} side
 * @param {string} role two processes of a side at the same time have different roles
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
