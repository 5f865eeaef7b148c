import { randomUUID } from 'node:crypto';
import type { Stack } from '../template/stack.ts';
import type { Call, Service } from './call.ts';
import type { KeyNeeds } from './keys.ts';

const form = ({ body }: Pick<Call, 'body'>): URLSearchParams => new URLSearchParams(body.toString('utf8'));

/** SNS's Publish over its query protocol (form in, XML out). Source: SNS API reference, Publish. */
export function snsService(
  stack: Stack,
  keys: KeyNeeds,
  publish: (topicArn: string, message: string) => void,
): Service {
  return {
    operation: (request) => form(request).get('Action') ?? '',
    needs(call) {
      const topic = form(call).get('TopicArn') ?? '';
      return [{ action: `sns:${call.operation}`, resource: topic }, ...keys.toWrite(topic)];
    },
    async handle(call) {
      if (call.operation !== 'Publish')
        return error(400, 'InvalidAction', `${call.operation} is not played here`);
      const topic = form(call).get('TopicArn') ?? '';
      if (!stack.topics.some(({ arn }) => arn === topic))
        return error(404, 'NotFound', 'Topic does not exist');
      const message = form(call).get('Message') ?? '';
      publish(topic, message);
      const id = randomUUID();
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult></PublishResponse>`,
      };
    },
    error,
  };
}

const error: Service['error'] = (status, code, message) => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
