/**
 * Metrics in CloudWatch's embedded metric format: a log line each, no API call. Names are shared with the alarms of
 * `infra/watch.ts`, so that a renamed one does not compile instead of never ringing.
 * Source: Amazon CloudWatch User Guide, "Embedded metric format specification".
 */
export const metricNamespace = 'AlertaCiudadana';

export const metricNames = {
  /** Deliveries whose signature was absent or wrong. */
  signatureRefused: 'SignatureRefusedCount',
  /** Signed bodies that are no envelope. */
  notAnEnvelope: 'NotAnEnvelopeCount',
  /** Parts of deliveries that could not be read. */
  malformedPart: 'MalformedPartCount',
  /** Events put on the queues. */
  eventQueued: 'EventQueuedCount',
  /** Signature checked to everything queued, milliseconds. */
  ack: 'AckMs',
  /** From Meta's timestamp of an emergency to its report, milliseconds. */
  emergencyTriaged: 'EmergencyTriagedMs',
  /** From Meta's timestamp of an emergency to Meta taking the operator's card, milliseconds. */
  operatorAlerted: 'OperatorAlertedMs',
  /** An emergency for which nobody is on duty. */
  emergencyWithoutOperator: 'EmergencyWithoutOperatorCount',
  messageTriaged: 'MessageTriagedCount',
  reportOpened: 'ReportOpenedCount',
  parked: 'ParkedCount',
  /** Messages the Graph API took, refused for good, and intents dropped because their use was over. */
  sendAccepted: 'SendAcceptedCount',
  sendFailed: 'SendFailedCount',
  sendDropped: 'SendDroppedCount',
  /** Refusals that only a person can mend: token, permission, account. */
  sendBlocked: 'SendBlockedCount',
  mediaLost: 'MediaLostCount',
  /** Messages that a second reader made more urgent, and those it could not read in time. */
  secondReadingRaised: 'SecondReadingRaisedCount',
  secondReadingSkipped: 'SecondReadingSkippedCount',
  /** Groups whose digest was planned, and runs of the planner: its heartbeat. */
  digestPlanned: 'DigestPlannedCount',
  digestRun: 'DigestRunCount',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];

/** Emits one value of a metric. Durations (`…Ms`) are milliseconds, the rest counts. */
export function emit(name: MetricName, value = 1): void {
  const unit = name.endsWith('Ms') ? 'Milliseconds' : 'Count';
  process.stdout.write(
    `${JSON.stringify({
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          { Namespace: metricNamespace, Dimensions: [[]], Metrics: [{ Name: name, Unit: unit }] },
        ],
      },
      [name]: value,
    })}\n`,
  );
}
