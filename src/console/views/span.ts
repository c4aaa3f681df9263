/**
 * How much of a call the charts show; the same for all channels.
 *
 * @module
 */
import { signal } from "@preact/signals-core";

/** The last half minute, or all of the call. */
export type Span = "recent" | "whole";

/** What is shown. */
export const span = signal<Span>("recent");
