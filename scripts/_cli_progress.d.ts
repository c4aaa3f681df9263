/** What the scripts use of npm:cli-progress, which brings no types. */
interface Options {
  readonly format: string;
  readonly linewrap?: boolean;
  readonly clearOnComplete?: boolean;
  readonly etaBuffer?: number;
}

declare class SingleBar {
  constructor(options: Options);
  start(total: number, startValue: number): void;
  increment(): void;
  stop(): void;
}

declare const cliProgress: { readonly SingleBar: typeof SingleBar };
export default cliProgress;
