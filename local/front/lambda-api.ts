import type { Functions } from '../lambda/functions.ts';
import type { Service } from './call.ts';

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Lambda's Invoke, synchronous (`RequestResponse`) or asynchronous (`Event`).
 * Source: Lambda API reference, Invoke: a function's own failure is a 200 with `X-Amz-Function-Error`.
 */
export function lambdaService(functions: Functions): Service {
  return {
    operation: ({ method, url }) =>
      method === 'POST' && invocation.test(url.pathname) ? 'Invoke' : `${method} ${url.pathname}`,
    needs({ url }) {
      const found = functions.find(nameIn(url));
      return [
        {
          action: 'lambda:InvokeFunction',
          resource: found?.arn ?? `arn:aws:lambda:::function:${nameIn(url)}`,
        },
      ];
    },
    async handle({ operation, url, headers, body }) {
      if (operation !== 'Invoke') return error(501, 'NotImplemented', `${operation} is not played here`);
      const found = functions.find(nameIn(url));
      if (!found) return error(404, 'ResourceNotFoundException', `Function not found: ${nameIn(url)}`);
      const event = body.length > 0 ? body.toString('utf8') : '{}';
      if (headers['x-amz-invocation-type'] === 'Event') {
        functions.invokeLater(found.arn, event);
        return { status: 202, headers: {}, body: '' };
      }
      const result = await functions.invoke(found.arn, event);
      const about = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
      if (result.ok) return { status: 200, headers: about, body: result.payload };
      return {
        status: 200,
        headers: { ...about, 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify(result.error),
      };
    },
    error,
  };
}

function nameIn(url: URL): string {
  return decodeURIComponent(invocation.exec(url.pathname)?.[1] ?? '');
}

const error: Service['error'] = (status, code, message) => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
  body: JSON.stringify({ Message: message, message, Type: 'User' }),
});
