'use strict';

/** UTF-8 takes at most this many bytes for one code unit of a JavaScript string. */
exports.MAX_BYTES_PER_UNIT = 3;
