'use strict';

// The host calls about views of files: memory that processes share, which the lock addon copies from and to.

const { ERRNO, VIEW_BYTES } = require('../../generated/abi');
const { HandleTable } = require('../handle-table');
const { lockTier } = require('./tier');

/** @import { Imports } from '../../generated/abi' */
/** @import { Memory } from '../memory' */
/** @import { Views } from './contract' */

/** @typedef {{ address: number, writable: boolean }} View */

/** The views of one instance. */
class FileViews {
  /** @param {Memory} memory */
  constructor(memory) {
    this.memory = memory;
    /** @type {HandleTable<View>} */
    this.table = new HandleTable();
    this.addon = lockTier().views;
  }

  /** Closes the views that a stopped instance has left open. */
  close() {
    this.table.objects.forEach((view, number) => {
      if (view !== undefined) this.closeOne(number);
    });
  }

  /** @param {number} number */
  closeOne(number) {
    const view = this.table.get(number);
    if (view === undefined) return -ERRNO.EBADF;
    this.table.remove(number);
    return -/** @type {Views} */ (this.addon).viewClose(view.address);
  }

  /**
   * Calls the addon's function for a part of a view.
   * @param {'viewRead' | 'viewWrite'} copy
   * @param {number} number @param {number} at @param {number} count @param {number} offset
   */
  copy(copy, number, at, count, offset) {
    const view = this.table.get(number);
    if (view === undefined || copy === 'viewWrite' && !view.writable) return -ERRNO.EBADF;
    if (offset + count > VIEW_BYTES) return -ERRNO.EINVAL;
    return -/** @type {Views} */ (this.addon)[copy](view.address + offset, this.memory.bytes, at, count);
  }

  /** @returns {Pick<Imports, 'fd_view' | 'view_read' | 'view_write' | 'view_close'>} */
  imports() {
    const { addon, table } = this;
    return {
      fd_view(file, part, writable) {
        if (addon === null) return -ERRNO.ENOSYS;
        const address = addon.viewOpen(file, part, writable);
        return address < 0 ? address : table.add({ address, writable: writable === 1 });
      },
      view_read: (view, into, count, offset) => this.copy('viewRead', view, into >>> 0, count >>> 0, offset >>> 0),
      view_write: (view, from, count, offset) => this.copy('viewWrite', view, from >>> 0, count >>> 0, offset >>> 0),
      view_close: (view) => this.closeOne(view),
    };
  }
}

exports.FileViews = FileViews;
