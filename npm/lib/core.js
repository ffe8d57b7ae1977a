'use strict';

// What the entries of the package use of it. `cargo xtask dist` replaces this file by a bundle of itself and of what it
// requires, because Node takes longer to find a hundred files than to run them.

module.exports = {
  createDatabase: require('./database').createDatabase,
  embed: require('./engine/module').embed,
  SqliteError: require('./sqlite-error'),
};
