import { describe, expect, it } from 'vitest';
import { calling, callingFunction } from '../testing/calling.ts';
import { allow, tinyFunction } from '../testing/tiny-assembly.ts';
import { tinyCloud } from '../testing/tiny-cloud.ts';
import { type Phase, phases } from './faults.ts';

const queueArn = { 'Fn::GetAtt': ['Queue', 'Arn'] };

const point = (nth: number, phase: Phase) => ({
  functionId: 'Caller',
  operation: 'sqs:SendMessage',
  nth,
  phase,
});

const sendingCloud = async () => {
  const cloud = await tinyCloud({
    resources: {
      ...tinyFunction('Caller', { hash: 'calls', statements: [allow(['sqs:SendMessage'], queueArn)] }),
      Queue: { Type: 'AWS::SQS::Queue' },
    },
    functions: { calls: callingFunction },
  });
  const send = () =>
    calling(cloud, 'Caller', {
      service: 'sqs',
      command: 'SendMessage',
      input: { QueueUrl: `${cloud.frontUrl}/000000000000/Queue`, MessageBody: 'x' },
    });
  const sent = () => cloud.sqs.peek('Queue').length;
  return { cloud, send, sent };
};

describe('the points at which a function can die', () => {
  it('are counted for each operation, in three phases', async () => {
    const { cloud, send } = await sendingCloud();
    await send();
    await send();
    expect(cloud.faults.passed()).toEqual([1, 2].flatMap((nth) => phases.map((phase) => point(nth, phase))));
  });

  it.each([
    ['before', 0],
    ['effect', 1],
    ['answer', 1],
  ] as const)('kill the process %s, once', async (phase, effects) => {
    const { cloud, send, sent } = await sendingCloud();
    cloud.faults.plan(point(1, phase), { kind: 'kill' });
    await expect(send()).rejects.toThrow('SIGKILL');
    expect(sent()).toBe(effects);
    expect(cloud.faults.struck()).toEqual([point(1, phase)]);
    expect(await send()).toMatchObject({ output: {} });
    expect(sent()).toBe(effects + 1);
  });

  it('can answer with an error instead, with or without the effect', async () => {
    const { cloud, send, sent } = await sendingCloud();
    const deed = { kind: 'error', status: 503, code: 'ServiceUnavailable', message: 'later' } as const;
    cloud.faults.plan(point(1, 'before'), deed);
    cloud.faults.plan(point(2, 'effect'), deed);
    expect(await send()).toMatchObject({ error: expect.stringContaining('ServiceUnavailable') });
    expect(sent()).toBe(0);
    expect(await send()).toMatchObject({ error: expect.stringContaining('ServiceUnavailable') });
    expect(sent()).toBe(1);
  });
});
