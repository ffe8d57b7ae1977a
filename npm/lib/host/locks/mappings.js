'use strict';

// The host calls about files that are mapped into the guest's memory, which the lock addon does.

const { ERRNO } = require('../../generated/abi');
const { Map, process } = require('../../intrinsics');
const { lockTier } = require('./tier');

/** @import { Imports } from '../../generated/abi' */
/** @import { Memory } from '../memory' */
/** @import { Mappings } from './contract' */

/** @typedef {{ file: number, part: number }} Mapping */

/** @typedef {Pick<Imports, 'fd_map' | 'memory_unmap' | 'memory_grown' | 'memory_fence'>} MappingImports */

/**
 * Ends the mappings that a stopped instance has left. Each keeps the open file description of its file, and so the
 * locks, even when the descriptor is closed.
 * @param {MappingImports} imports
 * @param {Map<number, Mapping>} mappings
 */
function endMappings(imports, mappings) {
  for (const at of [...mappings.keys()]) imports.memory_unmap(at);
}

/** @type {MappingImports} The host calls where nothing can be mapped. */
const UNAVAILABLE = {
  fd_map: (_file, _part, _at) => -ERRNO.ENOSYS,
  memory_unmap: (_at) => -ERRNO.ENOSYS,
  memory_grown: () => 0,
  memory_fence: () => 0,
};

/**
 * Returns what keeps accesses of memory in order. x64 keeps loads in order, and stores, and a system call separates a
 * store from a load after it: SQLite makes one, for a lock. An emulator of x64 must keep that order, too. Engines move
 * no access past a call that they do not know.
 * @param {Mappings} addon
 */
const fenceBy = (addon) => (process.arch === 'x64' ? UNAVAILABLE.memory_fence : () => addon.fence());

/**
 * Makes the host calls of one instance.
 * @param {Mappings} addon
 * @param {Memory} memory
 * @param {Set<number>} descriptors that the instance has open
 * @param {Map<number, Mapping>} [mappings] of the instance, by their address in the memory
 * @returns {MappingImports}
 */
function mappingImportsBy(addon, memory, descriptors, mappings = new Map()) {
  /** Where the memory lies in the process. */
  let base = 0;

  /** @param {number} at @param {Mapping} mapping */
  const map = (at, { file, part }) => addon.map(file, memory.bytes, at, part);

  return {
    fd_map(file, part, address) {
      const [at, mapping] = [address >>> 0, { file, part }];
      const errno = map(at, mapping);
      if (errno === 0) {
        mappings.set(at, mapping);
        base = addon.address(0, memory.bytes);
      }
      return -errno;
    },

    memory_unmap(address) {
      mappings.delete(address >>> 0);
      return -addon.unmap(0, memory.bytes, address >>> 0);
    },

    memory_grown() {
      if (mappings.size === 0) return 0;
      const now = addon.address(0, memory.bytes);
      if (now === base) return 0;
      base = now;
      for (const [at, mapping] of mappings) {
        // A descriptor that was closed may be somebody else's by now.
        const errno = descriptors.has(mapping.file) ? map(at, mapping) : ERRNO.EBADF;
        if (errno !== 0) return -errno;
      }
      return 0;
    },

    memory_fence: fenceBy(addon),
  };
}

/**
 * Makes the host calls of one instance by the addon, if it is to map the WAL index.
 * @param {Memory} memory
 * @param {Set<number>} descriptors that the instance has open
 * @param {Map<number, Mapping>} mappings of the instance, by their address in the memory
 */
function mappingImports(memory, descriptors, mappings) {
  const addon = lockTier().mappings;
  return addon === null ? UNAVAILABLE : mappingImportsBy(addon, memory, descriptors, mappings);
}

module.exports = { endMappings, mappingImports, mappingImportsBy };
