'use strict';

// The clock of the measurements. Other programs on the machine lengthen the elapsed time, but not the processor time,
// which Linux counts by ticks. Before 22.19, Node tells only that of all threads of the process.

/** What the processor time may lag behind, on Linux. */
const TICK_NANOSECONDS = 4e6;

/** @returns {{ elapsed: number, used: number }} times in nanoseconds */
function now() {
  const elapsed = Number(process.hrtime.bigint());
  const { user, system } = process.threadCpuUsage === undefined ? process.cpuUsage() : process.threadCpuUsage();
  return { elapsed, used: (user + system) * 1000 };
}

/**
 * Starts a clock. It returns the nanoseconds since then: the elapsed time, or what the thread can have used at most if
 * that is less. The second leaves out other programs, and waiting for a disk.
 */
function startClock() {
  const start = now();
  return () => {
    const end = now();
    return Math.min(end.elapsed - start.elapsed, end.used - start.used + TICK_NANOSECONDS);
  };
}

module.exports = { startClock };
