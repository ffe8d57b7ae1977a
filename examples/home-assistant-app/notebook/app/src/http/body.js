'use strict';

const { Failure } = require('./failure.js');

const MAX_BYTES = 1 << 20;

/**
 * Reads a request's body. Returns the object that it holds as JSON.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Failure(413, `The body has more than ${MAX_BYTES} bytes. Send it in parts.`);
    chunks.push(chunk);
  }
  const value = parse(Buffer.concat(chunks).toString());
  if (typeof value !== 'object' || value === null) throw new Failure(400, 'The body is no JSON object.');
  return value;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(400, `The body is not JSON: ${error.message}`);
  }
}

module.exports = { bodyOf };
