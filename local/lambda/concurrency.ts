import type { Stack } from '../template/stack.ts';

/** Environments of a function at once, where the template reserves none: two cores serve no more with profit. */
const most = 4;
const mostBehindApi = 8;

/** How many environments a function, named by its construct id, may have at once on one machine. */
export function environmentsAtOnce(stack: Stack): (constructId: string) => number {
  const uris = stack.integrations.map(({ properties }) => properties.IntegrationUri);
  const behindApi = new Set(
    stack.functions
      .filter(({ arn }) => uris.some((uri) => uri.includes(arn)))
      .map(({ constructId }) => constructId),
  );
  return (constructId) => (behindApi.has(constructId) ? mostBehindApi : most);
}
