/** A receiver stops in the middle of the stream, where everything is in motion. */
export const READ_BEFORE_STOP = 1024 * 1024;
