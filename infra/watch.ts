import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type MetricName, metricNames, metricNamespace } from '../shared/runtime/metrics.ts';
import { acknowledge } from './acknowledge.ts';
import type { Delivery } from './delivery.ts';
import type { Digest } from './digest.ts';
import type { Ingest } from './ingest.ts';
import { describe, type PageName, runbook } from './runbook.ts';
import type { SecondReader } from './second-reader.ts';
import { removalPolicy, type ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Triage } from './triage.ts';
import type { DeadLetters, WorkQueue } from './work-queue.ts';

type Parts = {
  settings: Settings;
  ingest: Ingest;
  triage: Triage;
  delivery: Delivery;
  digest: Digest;
  secondReader: SecondReader | undefined;
};

type Rule = {
  page: PageName;
  metric: IMetric;
  /** Rings at this value or above; below it with `below`. */
  threshold: number;
  below?: true;
  periods?: number;
};

/** Who is told when what is promised to citizens is at risk. Each construct's parts, its alarms. */
export class Watch extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    this.topic = this.makeTopic(parts.settings);
    this.watchQueues(parts);
    this.watchFunctions(parts);
    this.watchPromises(parts);
    if (parts.secondReader) this.watchSecondReader(parts.secondReader);
  }

  private watchQueues({ ingest, delivery, digest }: Parts): void {
    // Seconds the oldest may wait. An emergency: the promise is seconds, and one retry of a killed function is 60.
    this.queue(ingest.urgent, 30, 'emergenciesWait', 'emergenciesDead');
    this.queue(delivery.outUrgent, 30, 'emergenciesWait', 'emergenciesDead');
    this.queue(ingest.inbound, 120, 'messagesLate', 'dead');
    this.queue(delivery.outAnswers, 300, 'answersLate', 'dead');
    this.queue(ingest.statuses, 900, 'backgroundLate', 'dead');
    // Paced on purpose: a digest for every member takes its time.
    this.queue(delivery.outBulk, 3600, 'backgroundLate', 'dead');
    // A delay is 15 minutes at most; five more are late.
    this.queue(delivery.timers, 1200, 'backgroundLate', 'dead');
    // Meta's links die after five minutes and are asked for anew; what they lead to, after seven days.
    this.queue(delivery.mediaQueue, 1800, 'backgroundLate', 'dead');
    this.deadLetters(digest.dead, 'dead');
  }

  private watchFunctions({ ingest, triage, delivery, digest }: Parts): void {
    const urgent = [ingest.webhook, triage.urgent, delivery.urgentSender, delivery.timer.fn];
    const ordinary = [triage.ordinary, delivery.sender, delivery.settle, delivery.media, digest.fn];
    for (const fn of urgent) this.fn(fn, 1, 'urgentErrors');
    // One error is one retry; five in five minutes are a fault.
    for (const fn of ordinary) this.fn(fn, 5, 'errors');
  }

  private watchPromises({ ingest, delivery, digest }: Parts): void {
    const sum = { statistic: 'Sum', period: Duration.minutes(5) };
    this.ring('WebhookFails', {
      page: 'webhookFails',
      metric: ingest.api.metricServerError(sum),
      threshold: 1,
    });
    this.count('NoOperator', 'noOperator', metricNames.emergencyWithoutOperator);
    this.count('SendingBlocked', 'sendingBlocked', metricNames.sendBlocked);
    this.count('Parked', 'parked', metricNames.parked);
    this.count('MediaLost', 'mediaLost', metricNames.mediaLost);
    // A stray scanner makes a few; a wrong secret makes every delivery one.
    this.count('SignatureRefused', 'signatureRefused', metricNames.signatureRefused, 20);
    this.heartbeat('SweepSilent', 'sweepSilent', delivery.timer.fn, Duration.minutes(5));
    this.heartbeat('DigestSilent', 'digestSilent', digest.fn, Duration.hours(1));
  }

  /** It enriches and may wait: only what is stuck for hours, or broken, is worth a call. */
  private watchSecondReader({ queue, fn }: SecondReader): void {
    this.queue(queue, 4 * 3600, 'backgroundLate', 'dead');
    this.fn(fn, 5, 'errors');
  }

  private queue(queue: WorkQueue, oldestSeconds: number, late: PageName, dead: PageName): void {
    this.ring(`${queue.node.id}Late`, {
      page: late,
      metric: queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: oldestSeconds,
      // One minute may be a cold start or a retry.
      periods: 2,
    });
    this.deadLetters(queue.dead, dead);
  }

  private deadLetters(dead: DeadLetters, page: PageName): void {
    this.ring(`${dead.node.id}Letters`, {
      page,
      metric: dead.metricApproximateNumberOfMessagesVisible({
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
    });
  }

  private fn(fn: ServiceFunction, errors: number, page: PageName): void {
    const sum = { statistic: 'Sum', period: Duration.minutes(5) };
    this.ring(`${fn.node.id}Errors`, { page, metric: fn.metricErrors(sum), threshold: errors });
    this.ring(`${fn.node.id}Throttles`, { page: 'throttled', metric: fn.metricThrottles(sum), threshold: 1 });
  }

  private count(id: string, page: PageName, metricName: MetricName, threshold = 1): void {
    const metric = new Metric({
      namespace: metricNamespace,
      metricName,
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
    this.ring(id, { page, metric, threshold });
  }

  /** Rings when a function did not run at all in a period, which is when CloudWatch has no data for it. */
  private heartbeat(id: string, page: PageName, fn: ServiceFunction, period: Duration): void {
    this.ring(id, {
      page,
      metric: fn.metricInvocations({ statistic: 'Sum', period }),
      threshold: 1,
      below: true,
    });
  }

  private ring(id: string, { page, metric, threshold, below, periods = 1 }: Rule): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: describe(runbook[page]),
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  private makeTopic(settings: Settings): Topic {
    const masterKey = new Key(this, 'AlarmKey', {
      description: `Avisos de alarma de ${settings.names.programme} (${settings.stage})`,
      enableKeyRotation: true,
      removalPolicy: removalPolicy(settings),
    });
    // CloudWatch cannot publish to a topic under AWS's own key (CloudWatch user guide, "Notify users of alarms").
    masterKey.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    const topic = new Topic(this, 'AlarmTopic', {
      displayName: settings.names.programme,
      masterKey,
      enforceSSL: true,
    });
    for (const address of settings.alarmEmails) topic.addSubscription(new EmailSubscription(address));
    acknowledge(
      topic,
      'Serverless-SNSRedrivePolicy',
      'Mail that bounces is not worth keeping: the alarm stays red in CloudWatch and is shown there',
    );
    return topic;
  }
}
