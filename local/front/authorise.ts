import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Policies } from '../template/policies.ts';
import type { Place } from '../template/resolve.ts';
import type { Need } from './call.ts';

/**
 * Asks whether a role may do something.
 * @returns the sentence of the refusal, as IAM words it, or null when it is allowed.
 * @throws Error when the question itself makes no sense to IAM, such as an action that does not exist.
 */
export type Authorise = (roleArn: string, need: Need) => Promise<string | null>;

/** Decisions kept at most: objects of a bucket are questions of their own. */
const keptDecisions = 10_000;

/** Judges by the synthesised policies of the role and of the resource, as IAM does within one account. */
export function authoriser(policies: Policies, place: Place): Authorise {
  const decisions = new Map<string, Promise<string | null>>();

  const decide = async (roleArn: string, { action, resource, context }: Need): Promise<string | null> => {
    const resourcePolicy = policies.ofResource(policyHolder(resource));
    const result = await runSimulation(
      {
        identityPolicies: policies.ofRole(roleArn),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(resourcePolicy ? { resourcePolicy } : {}),
        request: {
          principal: roleArn,
          action,
          resource: { resource, accountId: place.accountId },
          contextVariables: {
            // The front stands for endpoints that are reached by TLS only.
            'aws:SecureTransport': 'true',
            'aws:PrincipalAccount': place.accountId,
            'kms:CallerAccount': place.accountId,
            ...context,
          },
        },
      },
      {},
    );
    if (result.resultType === 'error')
      throw new Error(`IAM cannot be asked for ${action} on ${resource}: ${JSON.stringify(result.errors)}`);
    if (result.overallResult === 'Allowed') return null;
    const reason =
      result.overallResult === 'ExplicitlyDenied' ? 'an explicit deny' : 'no policy that allows it';
    return `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource} because of ${reason}`;
  };

  return (roleArn, need) => {
    const question = `${roleArn} ${need.action} ${need.resource} ${need.context?.['kms:ViaService'] ?? ''}`;
    const known = decisions.get(question);
    if (known) return known;
    if (decisions.size >= keptDecisions) decisions.clear();
    const decision = decide(roleArn, need);
    decisions.set(question, decision);
    return decision;
  };
}

/** The resource whose own policy counts: a bucket for its objects. */
function policyHolder(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/')[0] ?? resource) : resource;
}
