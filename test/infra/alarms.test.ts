import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { anchor } from '../../infra/runbook.ts';
import { metricNames } from '../../shared/runtime/metrics.ts';
import { type Resource, referred, templateIn } from './template.ts';

const stack = templateIn(inject('assembly'), 'local');
const alarms = stack.all('AWS::CloudWatch::Alarm');
const page = readFileSync(join(import.meta.dirname, '../../docs/operacion.md'), 'utf8');

/** Sections of the runbook, by anchor. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [anchor(text.slice(0, text.indexOf('\n'))), text]),
);

const descriptionOf = (alarm: Resource): string => String(alarm.Properties['AlarmDescription']);
const anchorOf = (alarm: Resource): string =>
  /docs\/operacion\.md#(\S+)$/.exec(descriptionOf(alarm))?.[1] ?? '';
const watching = (metric: string): Resource[] =>
  alarms.filter(({ Properties }) => Properties['MetricName'] === metric);
const watched = (metric: string): string[] =>
  watching(metric)
    .flatMap(({ Properties }) => referred(Properties['Dimensions']))
    .toSorted();
const idsOf = (list: Resource[]): string[] => list.map(({ logicalId }) => logicalId).toSorted();

describe('alarms', () => {
  test.each(alarms)(
    '$constructId says when and what citizens notice, tells somebody, and has its page',
    (alarm) => {
      expect(descriptionOf(alarm)).toMatch(/^(A cualquier hora|En horario de oficina)\. .{30,}/);
      const topic = stack.all('AWS::SNS::Topic')[0]?.logicalId;
      expect(referred(alarm.Properties['AlarmActions'])).toEqual([topic]);
      expect(referred(alarm.Properties['OKActions'])).toEqual([topic]);
      expect([...sections.keys()]).toContain(anchorOf(alarm));
    },
  );

  test.each([...sections.keys()])(
    'the page on %s has its alarm, and says what it means, where to look, what to do',
    (name) => {
      expect(alarms.map(anchorOf)).toContain(name);
      expect(sections.get(name)).toMatch(/\*\*Significado\.\*\*[^]*\*\*Mire\.\*\*[^]*\*\*Haga\.\*\*/);
    },
  );

  test('the first dead letter of any queue rings', () => {
    const dead = stack.all('AWS::SQS::Queue').filter(({ Properties }) => !Properties['RedrivePolicy']);
    expect(watched('ApproximateNumberOfMessagesVisible')).toEqual(idsOf(dead));
    for (const { Properties } of watching('ApproximateNumberOfMessagesVisible'))
      expect(Properties['Threshold']).toBe(1);
  });

  test('what waits too long in any queue rings', () => {
    const working = stack.all('AWS::SQS::Queue').filter(({ Properties }) => Properties['RedrivePolicy']);
    expect(watched('ApproximateAgeOfOldestMessage')).toEqual(idsOf(working));
  });

  test('an emergency may wait 30 seconds', () => {
    const urgent = watching('ApproximateAgeOfOldestMessage').filter(({ constructId }) =>
      /Urgent/.test(constructId),
    );
    expect(urgent.map(({ Properties }) => Properties['Threshold'])).toEqual([30, 30]);
  });

  test('errors and throttles of every function that runs by itself ring', () => {
    // The command line shows what fails in Admin to whoever typed it.
    const unattended = stack
      .all('AWS::Lambda::Function')
      .filter(({ constructId }) => constructId !== 'Admin');
    expect(watched('Errors')).toEqual(idsOf(unattended));
    expect(watched('Throttles')).toEqual(idsOf(unattended));
  });

  test('what must run by the clock rings when it does not', () => {
    const heartbeats = watching('Invocations');
    expect(heartbeats.map(({ constructId }) => constructId).toSorted()).toEqual([
      'DigestSilent',
      'SweepSilent',
    ]);
    for (const { Properties } of heartbeats) expect(Properties['TreatMissingData']).toBe('breaching');
  });

  test.each([
    metricNames.emergencyWithoutOperator,
    metricNames.sendBlocked,
    metricNames.parked,
    metricNames.mediaLost,
  ])('one %s rings', (name) => {
    expect(
      watching(name).map(({ Properties }) => [Properties['Namespace'], Properties['Threshold']]),
    ).toEqual([['AlertaCiudadana', 1]]);
  });

  test('CloudWatch may use the key of the topic, else no alarm would arrive', () => {
    const key = stack.all('AWS::KMS::Key').find(({ constructId }) => constructId === 'AlarmKey');
    expect(JSON.stringify(key?.Properties['KeyPolicy'])).toContain('cloudwatch.amazonaws.com');
    expect(referred(stack.all('AWS::SNS::Topic')[0]?.Properties['KmsMasterKeyId'])).toEqual([key?.logicalId]);
  });
});
