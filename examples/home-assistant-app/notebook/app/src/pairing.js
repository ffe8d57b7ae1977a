'use strict';

const { randomInt, timingSafeEqual } = require('node:crypto');

const DIGITS = 8;
const ATTEMPTS = 5;
const PAUSE = 60_000;

const newPin = () => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');

/**
 * Checks PINs. A PIN serves one pairing; after five wrong ones a new PIN is made, and none is accepted for a minute.
 * @param {(pin: string) => void} show tells the owner of the app the PIN, in the log
 * @param {() => number} [now] milliseconds
 */
function pairing(show, now = Date.now) {
  let pin = newPin();
  let failures = 0;
  let pausedUntil = 0;

  function renew() {
    pin = newPin();
    failures = 0;
    show(pin);
  }

  show(pin);
  return {
    /** Returns whether the PIN is right; 'later' during the pause. @param {string} attempt */
    accepts(attempt) {
      if (now() < pausedUntil) return 'later';
      const given = Buffer.from(attempt);
      const right = given.length === DIGITS && timingSafeEqual(given, Buffer.from(pin));
      failures += right ? 0 : 1;
      if (failures === ATTEMPTS) pausedUntil = now() + PAUSE;
      if (right || failures === ATTEMPTS) renew();
      return right;
    },
  };
}

module.exports = { pairing };
