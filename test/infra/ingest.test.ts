import { describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { templateIn } from './template.ts';

const stack = templateIn(inject('assembly'), 'local');

const input = (id: string): unknown => {
  const schedule = stack.all('AWS::Scheduler::Schedule').find(({ constructId }) => constructId === id);
  const { Target } = z.object({ Target: z.object({ Input: z.string() }) }).parse(schedule?.Properties);
  return JSON.parse(Target.Input);
};

describe('the door', () => {
  test('GET and POST of /webhook are all that is open', () => {
    const routes = stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties['RouteKey']);
    expect(new Set(routes)).toEqual(new Set(['GET /webhook', 'POST /webhook']));
  });

  test('the access log holds no query, header, address or body', () => {
    const [stage] = stack.all('AWS::ApiGatewayV2::Stage');
    const { Format } = z.object({ Format: z.string() }).parse(stage?.Properties['AccessLogSettings']);
    expect(Format).not.toMatch(/querystring|\.path|header|sourceIp|body|userAgent/i);
    expect(Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(Format)))).toContain('status');
  });

  test('Meta is slowed down only above what it may send', () => {
    const [stage] = stack.all('AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties['DefaultRouteSettings']).toMatchObject({
      ThrottlingRateLimit: 2000,
      ThrottlingBurstLimit: 4000,
    });
  });
});

describe('schedules', () => {
  test('the digest is told the moment it was planned for, in the zone of Sonora', () => {
    const [digest] = stack
      .all('AWS::Scheduler::Schedule')
      .filter(({ constructId }) => constructId === 'DigestSchedule');
    expect(digest?.Properties).toMatchObject({
      ScheduleExpression: 'cron(0/15 * * * ? *)',
      ScheduleExpressionTimezone: 'America/Hermosillo',
    });
    expect(input('DigestSchedule')).toEqual({ scheduledTime: '<aws.scheduler.scheduled-time>' });
  });

  test('the sweep runs every minute', () => {
    const [sweep] = stack
      .all('AWS::Scheduler::Schedule')
      .filter(({ constructId }) => constructId === 'SweepSchedule');
    expect(sweep?.Properties['ScheduleExpression']).toBe('rate(1 minute)');
    expect(input('SweepSchedule')).toEqual({ sweep: true });
  });
});

describe('outputs', () => {
  test('a deployment ends by telling what to paste at Meta', () => {
    expect(Object.keys(stack.outputs).toSorted()).toEqual([
      'AccessTokenName',
      'AdminFunctionName',
      'AlarmTopicArn',
      'AppSecretName',
      'VerifyTokenName',
      'WebhookUrl',
    ]);
    expect(stack.outputs['WebhookUrl']?.Description).toContain('Péguelo en Meta');
    expect(JSON.stringify(stack.outputs['WebhookUrl']?.Value)).toContain('/webhook');
  });
});
