import { Duration } from 'aws-cdk-lib';

/**
 * Timeouts of the functions that queues feed; a queue hides a message for six times as long (`work-queue.ts`), which is
 * how long a message of a killed function waits, and on FIFO its whole conversation.
 */

/** Ten messages at some 50 ms, plus a cold start: a conversation waits a minute at the worst. */
export const triageTimeout = Duration.seconds(10);
/** One card, six seconds of patience with the Graph API; hides for a minute, by when the sweep has said it again. */
export const urgentSenderTimeout = Duration.seconds(10);
/** Ten messages to the Graph API, one after the other. */
export const senderTimeout = Duration.seconds(30);
export const settleTimeout = Duration.seconds(10);
/** A minute's sweep must end before the next begins. */
export const timerTimeout = Duration.seconds(50);
/** A paper of 100 MB, the largest WhatsApp takes. */
export const mediaTimeout = Duration.seconds(120);
