/** What has come and gone over sockets since the process began; plain numbers, as every message adds to them. */
export class Traffic {
  receivedMessages = 0;
  /** Text counts a byte a character. */
  receivedBytes = 0;
  sentMessages = 0;
  sentBytes = 0;
  /** How often a client was told to pause, as its audio came too fast. */
  pauses = 0;
}
