'use strict';

const { ERRNO } = require('../generated/abi');
const { Object } = require('../intrinsics');

/** @typedef {(file: number, ...values: number[]) => any} DescriptorImport */

/**
 * Wraps a host call whose first parameter is a descriptor.
 * @param {DescriptorImport} call
 * @param {Set<number>} descriptors
 * @returns {DescriptorImport}
 */
function wrap(call, descriptors) {
  /** @param {number} file @param {number} a @param {number} b @param {number} c */
  const wrapped = (file, a, b, c) => (descriptors.has(file) ? call(file, a, b, c) : -ERRNO.EBADF);
  return Object.defineProperty(wrapped, 'length', { value: call.length });
}

/** @param {string} name */
const isRestricted = (name) => name.startsWith('fd_') && name !== 'fd_stat';

/**
 * Wraps the host calls on descriptors (`fd_…`), so that they return EBADF for a descriptor that the instance did not
 * open: the process has others, which are not the guest's. Only `fd_stat` describes any descriptor, because the
 * application may pass two of a database, which the guest opens again.
 * @template {Record<keyof T, DescriptorImport>} T
 * @param {T} imports of up to four parameters
 * @param {Set<number>} descriptors that the instance has open
 * @returns {T}
 */
function ownDescriptors(imports, descriptors) {
  /** @type {[string, DescriptorImport][]} */
  const entries = Object.entries(imports);
  return /** @type {T} */ (Object.fromEntries(
    entries.map(([name, call]) => [name, isRestricted(name) ? wrap(call, descriptors) : call]),
  ));
}

exports.ownDescriptors = ownDescriptors;
