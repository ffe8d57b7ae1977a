'use strict';

const { backup } = require('./backup');
const { checkpoint } = require('./checkpoint');
const { dump } = require('./dump');
const { help } = require('./help');
const { importFile } = require('./import');
const { integrity } = require('./integrity');
const { read } = require('./read');
const { restore } = require('./restore');
const { indexes, schema, tables } = require('./schema');
const { headers, mode, quit } = require('./settings');

/** @import { Command } from '../contract' */

/** @type {Map<string, Command>} */
const commands = new Map(Object.entries({
  backup, checkpoint, dump, headers, help, import: importFile, indexes, integrity, mode, quit, read, restore, schema,
  tables,
}));

module.exports = { commands };
