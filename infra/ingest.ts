import { Duration } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { screenFile } from '../shared/language/screen-file.ts';
import type { WebhookEnv } from '../shared/runtime/env.ts';
import { acknowledge } from './acknowledge.ts';
import { allowSecrets, type Secrets } from './secrets.ts';
import { kept, ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { settleTimeout, triageTimeout } from './timeouts.ts';
import { WorkQueue } from './work-queue.ts';

type Props = { settings: Settings; storage: Storage; secrets: Secrets };

/** Above what Meta may send: three statuses for each message of ours, plus what comes in. Beyond it Meta repeats. */
const requestsPerSecond = 2000;
const burst = 4000;

/** The door: Meta's deliveries in, events on their queues. */
export class Ingest extends Construct {
  readonly api: HttpApi;
  readonly webhook: ServiceFunction;
  readonly urgent: WorkQueue;
  readonly inbound: WorkQueue;
  readonly statuses: WorkQueue;
  readonly url: string;

  constructor(scope: Construct, id: string, { settings, storage, secrets }: Props) {
    super(scope, id);
    this.urgent = new WorkQueue(this, 'UrgentQueue', { fifo: true, consumerTimeout: triageTimeout });
    this.inbound = new WorkQueue(this, 'InboundQueue', { fifo: true, consumerTimeout: triageTimeout });
    this.statuses = new WorkQueue(this, 'StatusesQueue', { consumerTimeout: settleTimeout });

    this.webhook = new ServiceFunction(this, 'Webhook', {
      settings,
      folder: 'webhook',
      fileBeside: screenFile,
      // Half of the 30 s after which an HTTP API gives up: a slow answer is still ours.
      timeout: Duration.seconds(15),
      // Processor comes with memory: a delivery of 3 MB must be hashed and parsed before Meta loses patience.
      memorySize: 1024,
      environment: {
        URGENT_QUEUE_URL: this.urgent.queueUrl,
        INBOUND_QUEUE_URL: this.inbound.queueUrl,
        STATUSES_QUEUE_URL: this.statuses.queueUrl,
        CLAIMS_BUCKET: storage.claims.bucketName,
        APP_SECRET_ARN: secrets.app.secretArn,
        VERIFY_TOKEN_ARN: secrets.verifyToken.secretArn,
        HASH_SECRET_ARN: secrets.hash.secretArn,
        SIGNATURE_HEADER: settings.whatsapp.signatureHeader,
      } satisfies Record<keyof WebhookEnv, string>,
    });
    for (const queue of [this.urgent, this.inbound, this.statuses])
      this.webhook.allow(queue.queueArn, 'sqs:SendMessage');
    storage.allowPutting(this.webhook, storage.claims, 'claims');
    allowSecrets(this.webhook, secrets.app, secrets.verifyToken, secrets.hash);
    acknowledge(
      this.webhook,
      'Serverless-LambdaDLQ',
      'Called by the API only, which tells Meta to deliver again',
    );

    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    this.api.addRoutes({
      path: '/webhook',
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration: new HttpLambdaIntegration('WebhookIntegration', this.webhook),
    });
    acknowledge(
      this.api,
      'AwsSolutions-APIG4',
      'Meta calls it without credentials of ours; each body is trusted by its HMAC signature alone',
    );
    const stage = this.stage(settings);
    this.url = `${stage.url}webhook`;
  }

  private stage(settings: Settings): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', kept(settings));
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: requestsPerSecond, burstLimit: burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // No path as called, query, header or body: the handshake's query carries the verify token.
        format: AccessLogFormat.custom(
          JSON.stringify({
            requestId: AccessLogField.contextRequestId(),
            at: AccessLogField.contextRequestTimeEpoch(),
            route: '$context.routeKey',
            status: AccessLogField.contextStatus(),
            latencyMs: AccessLogField.contextResponseLatency(),
            functionMs: AccessLogField.contextIntegrationLatency(),
            bytes: AccessLogField.contextResponseLength(),
            fault: '$context.error.responseType',
          }),
        ),
      },
    });
  }
}
