/**
 * Packets that never arrive.
 *
 * @module
 */
import type { Random } from "../random.ts";

/** What one RTP packet carries by default. Source: RFC 3551, section 4.2. */
const PACKET_MS = 20;

/**
 * Puts silence in the place of lost packets, each lost independently of the
 * others: a receiver that conceals nothing, the worst there is.
 *
 * The same draws decide at every share, so what is lost of few is lost of many too.
 *
 * @param samples Changed in place.
 * @param share Probability that a packet is lost, 0 to 1.
 */
export function losePackets(
  samples: Float32Array,
  rateHz: number,
  share: number,
  random: Random,
): void {
  const size = Math.round(rateHz * PACKET_MS / 1000);
  for (let at = 0; at < samples.length; at += size) {
    if (random.chance(share)) samples.fill(0, at, at + size);
  }
}
