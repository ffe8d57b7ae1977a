'use strict';

// Loads an addon, and prints LOADED: node load-addon.js FILE. The process may die of it.

process.dlopen({ exports: {} }, process.argv[2]);
console.log('LOADED');
