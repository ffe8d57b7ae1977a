'use strict';

// Hooks of a connection in the guest.

const { HOOK_COMMIT, HOOK_ROLLBACK, HOOK_UPDATE, NO_FUNCTION } = require('../generated/abi');
const { functionFlags } = require('./flags');

/** @import { Connection } from '../connection' */
/** @import { FunctionHandler } from '../host/callbacks-contract' */

/** The kinds of hooks, by their numbers. */
const HOOK = { update: HOOK_UPDATE, commit: HOOK_COMMIT, rollback: HOOK_ROLLBACK };

/**
 * Sets or removes a hook.
 * @param {Connection} connection
 * @param {number} hook one of HOOK
 * @param {FunctionHandler | null} handler null to remove it
 */
function setHook({ address, guest, handlers, safeIntegers }, hook, handler) {
  const flags = functionFlags({ deterministic: false, directOnly: false, safeIntegers });
  guest.db_set_hook(address, hook, handler === null ? NO_FUNCTION : handlers.add(handler), flags);
}

module.exports = { HOOK, setHook };
