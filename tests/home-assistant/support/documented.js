'use strict';

// The blocks of a document that tests compare with what is really printed. Each is named by a comment above it:
// <!-- doctor: NAME -->

const os = require('node:os');

/** @typedef {{ kind: string, name: string, text: string }} Block */

const BLOCK = /<!-- (\w+): ([\w-]+) -->\n+```(?:text)?\n([\s\S]*?)```/g;

/** Returns the named blocks of a document. @param {string} markdown @returns {Block[]} */
const blocksOf = (markdown) => [...markdown.matchAll(BLOCK)].map(([, kind, name, text]) => ({ kind, name, text }));

/**
 * Returns a text without what differs between machines and releases: numbers, the host and the file system.
 * @param {string} text
 */
const comparable = (text) => text
  .replaceAll(` on ${os.hostname()} `, ' on HOST ')
  .replace(/\d+(\.\d+)*/g, '0')
  .replace(/lies on \S+/g, 'lies on FILESYSTEM')
  .trim();

module.exports = { blocksOf, comparable };
