'use strict';

const { requireString } = require('../arguments');
const { register } = require('../callbacks/register');
const { readTableDefinition } = require('../callbacks/table-definition');
const { ModuleHandler } = require('../callbacks/table-handlers');
const { connectionOf } = require('../connection-of');
const { Reflect } = require('../intrinsics');

/** @import { Factory } from '../callbacks/table-handlers' */
/** @import { DatabaseObject } from '../connection-of' */

/** @param {string} module */
const subjectOf = (module) => `Virtual table module "${module}"`;

/**
 * Makes the factory of a module from a function of the application.
 * @param {Function} factory
 * @returns {Factory}
 */
function wrapFactory(factory) {
  return (module, database, table, ...args) => {
    const definition = Reflect.apply(factory, { module, database, table }, args);
    if (typeof definition !== 'object' || definition === null) {
      throw new TypeError(`${subjectOf(module)} did not return a table definition object`);
    }
    return readTableDefinition(definition, `${subjectOf(module)} returned`);
  };
}

/**
 * Makes the factory of a module that is itself its only table.
 * @param {string} name
 * @param {object} tableDefinition
 * @returns {Factory}
 */
function onlyTable(name, tableDefinition) {
  const definition = readTableDefinition(tableDefinition, `${subjectOf(name)} used`);
  return () => definition;
}

/** @param {string} name @param {unknown} factory @returns {Factory} */
function factoryOf(name, factory) {
  if (typeof factory === 'object' && factory !== null) return onlyTable(name, factory);
  if (typeof factory === 'function') return wrapFactory(factory);
  throw new TypeError('Expected second argument to be a function or a table definition object');
}

/** @this {DatabaseObject} @param {unknown} name @param {unknown} factory */
function defineTable(name, factory) {
  const text = requireString(name);
  if (text === '') throw new TypeError('Virtual table module name cannot be an empty string');
  const eponymous = typeof factory === 'object' ? 1 : 0;
  const checked = factoryOf(text, factory);

  const connection = connectionOf(this);
  connection.requireUnused();
  const { address, guest } = connection;
  /** @param {number} at @param {number} number */
  const create = (at, number) => guest.db_create_module(address, at, number, eponymous);
  register(connection, text, new ModuleHandler(connection, text, checked), create, defineTable);
  return this;
}

module.exports = { defineTable };
