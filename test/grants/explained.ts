import type { Grant } from '../../local/template/policies.ts';

/**
 * Grants that nothing here misses, and why the template has them all the same: what AWS's services do with them is not
 * played by the embedded cloud, or the CDK gives them unasked.
 */
const explanations: readonly { fits: (grant: Grant) => boolean; why: string }[] = [
  {
    fits: ({ action }) => action === 'sqs:ChangeMessageVisibility' || action === 'sqs:GetQueueUrl',
    why: 'the CDK gives it to each function that a queue feeds; the event source mapping asks for three others',
  },
  {
    fits: ({ action }) => action === 'kms:DescribeKey' || action.startsWith('kms:ReEncrypt'),
    why: 'DynamoDB may use it on behalf of whoever reads or writes a table under a key of ours, and says not when',
  },
  {
    fits: ({ caller, action }) => /ScheduleRole/.test(caller) && action === 'sqs:SendMessage',
    why: 'EventBridge Scheduler puts what it could not hand over among the dead letters; here it always can',
  },
];

/** Why a grant may be there although nothing misses it, or null. */
export const explanationOf = (grant: Grant): string | null =>
  explanations.find(({ fits }) => fits(grant))?.why ?? null;
