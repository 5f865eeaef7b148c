import { describe, expect, it } from 'vitest';
import { allow, tinyFunction } from './testing/tiny-assembly.ts';
import { tinyCloud } from './testing/tiny-cloud.ts';

const scheduledCloud = (roleMay: string[]) =>
  tinyCloud({
    resources: {
      ...tinyFunction('Digest', {
        hash: 'digest',
        statements: [allow(['logs:CreateLogStream', 'logs:PutLogEvents'], '*')],
      }),
      Hourly: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'cron(0 * * * ? *)',
          Target: {
            Arn: { 'Fn::GetAtt': ['Digest', 'Arn'] },
            RoleArn: { 'Fn::GetAtt': ['ScheduleRole', 'Arn'] },
            Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
          },
        },
      },
      ScheduleRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [
            {
              PolicyName: 'invoke',
              PolicyDocument: { Statement: [allow(roleMay, { 'Fn::GetAtt': ['Digest', 'Arn'] })] },
            },
          ],
        },
      },
    },
    functions: { digest: 'export const handler = async ({ scheduledTime }) => console.log(scheduledTime);' },
  });

describe('a schedule', () => {
  it('rings for each of its times on the way, and tells its target which', async () => {
    const cloud = await scheduledCloud(['lambda:InvokeFunction']);
    const begin = cloud.clock.now();
    await cloud.advance(3 * 3600);
    const hours = [1, 2, 3].map((hour) => (Math.floor(begin / 3_600_000) + hour) * 3_600_000);
    await expect.poll(() => cloud.logs('Digest').map(({ line }) => Date.parse(line))).toEqual(hours);
  });

  it('runs when asked, besides its times', async () => {
    const cloud = await scheduledCloud(['lambda:InvokeFunction']);
    await cloud.runSchedule('Hourly');
    await cloud.settle();
    expect(cloud.counts()['Digest']).toMatchObject({ invocations: 1 });
    await expect(cloud.runSchedule('Daily')).rejects.toThrow('no schedule Daily');
  });

  it('invokes nothing that its role may not', async () => {
    const cloud = await scheduledCloud(['lambda:GetFunction']);
    await cloud.runSchedule('Hourly');
    await cloud.settle();
    expect(cloud.counts()['Digest']).toMatchObject({ invocations: 0 });
    expect(cloud.refusals()).toMatchObject([{ functionId: 'Hourly' }]);
  });
});
