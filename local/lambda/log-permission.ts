import type { Authorise } from '../front/authorise.ts';
import type { Stack } from '../template/stack.ts';

/** Whether a function's lines reach its log: Lambda writes them in the name of the function's role. */
export type MayLog = (functionId: string) => Promise<boolean>;

/** Source: Lambda developer guide, "Sending Lambda function logs to CloudWatch Logs", required permissions. */
const permissions = ['logs:CreateLogStream', 'logs:PutLogEvents'];

export function logAllowance(stack: Stack, authorise: Authorise): MayLog {
  const known = new Map<string, Promise<boolean>>();

  const decide = async (functionId: string): Promise<boolean> => {
    const found = stack.functions.find(({ constructId }) => constructId === functionId);
    if (!found) return false;
    const { region, accountId } = stack.place;
    const group = found.properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${found.ref}`;
    const resource = `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:local`;
    for (const action of permissions)
      if (await authorise(found.properties.Role, { action, resource })) return false;
    return true;
  };

  return (functionId) => {
    const decision = known.get(functionId) ?? decide(functionId);
    known.set(functionId, decision);
    return decision;
  };
}
