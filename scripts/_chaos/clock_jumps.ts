/**
 * Preloaded into a server: with each SIGUSR2 its clock on the wall jumps, as
 * one does that is set by hand or over the network.
 *
 * @module
 */
const HOUR_MS = 3_600_000;
const JUMPS_MS = [HOUR_MS, -2 * HOUR_MS, 48 * HOUR_MS, -47 * HOUR_MS];

const trueNow = Date.now;
let jumps = 0;
let shiftMs = 0;

Date.now = () => trueNow() + shiftMs;
Deno.addSignalListener("SIGUSR2", () => {
  shiftMs += JUMPS_MS[jumps++ % JUMPS_MS.length]!;
});
