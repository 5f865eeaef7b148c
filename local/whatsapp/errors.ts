import { createHash } from 'node:crypto';

/**
 * The error codes of the messages endpoint, as data: code, name by which it can be provoked, HTTP status, Meta's title
 * and what the simulator says as details. Where Meta's page gives no HTTP status (errors that only come by webhook) it
 * is 400.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/error-codes
 */
const table = [
  [0, 'auth-exception', 401, 'AuthException'],
  [1, 'api-unknown', 400, 'API Unknown'],
  [2, 'api-service', 503, 'API Service'],
  [3, 'api-method', 500, 'API Method'],
  [4, 'api-too-many-calls', 400, 'API Too Many Calls'],
  [10, 'permission-denied', 403, 'Permission Denied'],
  [33, 'parameter-value', 400, 'Parameter value is not valid'],
  [100, 'invalid-parameter', 400, 'Invalid parameter'],
  [190, 'access-token-expired', 401, 'Access token has expired'],
  [200, 'api-permission', 403, 'API Permission'],
  [368, 'policy-block', 403, 'Temporarily blocked for policies violations'],
  [80007, 'account-rate-limit', 400, 'Rate limit issues'],
  [130403, 'blocked-person', 400, 'User blocked by the business'],
  [130429, 'throughput', 400, 'Rate limit hit'],
  [130472, 'experiment', 400, "User's number is part of an experiment"],
  [130497, 'country-restricted', 403, 'Business account is restricted from messaging users in this country'],
  [130501, 'unsupported-in-group', 400, 'Message type is not currently supported'],
  [131000, 'something-went-wrong', 500, 'Something went wrong'],
  [131005, 'access-denied', 403, 'Access denied'],
  [131008, 'parameter-missing', 400, 'Required parameter is missing'],
  [131009, 'parameter-invalid', 400, 'Parameter value is not valid'],
  [131016, 'service-unavailable', 500, 'Service unavailable'],
  [131020, 'group-of-one', 400, 'Group has only one participant'],
  [131021, 'recipient-is-sender', 400, 'Recipient cannot be sender'],
  [131026, 'undeliverable', 400, 'Message undeliverable'],
  [131030, 'not-in-allowed-list', 400, 'Recipient phone number not in allowed list'],
  [131031, 'account-locked', 403, 'Account has been locked'],
  [131037, 'display-name', 400, 'Display name approval needed'],
  [131041, 'unknown-group', 400, 'Unknown group'],
  [131042, 'payment-method', 400, 'Business eligibility payment issue'],
  [131045, 'registration-certificate', 500, 'Incorrect certificate'],
  [131047, 'window-closed', 400, 'Re-engagement message'],
  [131048, 'spam-limit', 400, 'Spam rate limit hit'],
  [131049, 'healthy-ecosystem', 400, 'Message not delivered to maintain healthy ecosystem engagement'],
  [131050, 'marketing-stopped', 400, 'User stopped marketing messages'],
  [131051, 'unsupported-type', 400, 'Unsupported message type'],
  [131052, 'media-download', 400, 'Media download error'],
  [131053, 'media-upload', 400, 'Media upload error'],
  [131055, 'method-not-allowed', 400, 'Method not allowed'],
  [131056, 'pair-rate', 400, 'Pair rate limit hit'],
  [131057, 'maintenance', 500, 'Account in maintenance mode'],
  [131059, 'cursor-expired', 400, 'Cursor has expired'],
  [131060, 'message-unavailable', 400, 'Message unavailable'],
  [131062, 'not-to-user-id', 400, 'Recipient cannot be a business-scoped user id'],
  [131063, 'marketing-api-only', 400, 'Template cannot be sent by this API'],
  [131064, 'category-violations', 400, 'Template category violations'],
  [131201, 'group-partly-done', 206, 'Partial success'],
  [131202, 'group-duplicate', 400, 'Duplicate participant'],
  [131203, 'group-terms', 400, 'Participant has not accepted the terms'],
  [131204, 'group-too-many', 400, 'Too many participants'],
  [131207, 'group-suspended', 403, 'Group is suspended'],
  [131208, 'group-rate', 429, 'Group rate limit hit'],
  [131209, 'group-picture', 400, 'Group picture is not valid'],
  [131210, 'group-not-a-member', 400, 'Not a participant of the group'],
  [131211, 'group-limit', 400, 'Group limit reached'],
  [131212, 'group-no-request', 400, 'Join request not found'],
  [131213, 'group-request-invalid', 400, 'Join request is not valid'],
  [131214, 'group-creation-suspended', 400, 'Group creation is suspended'],
  [131215, 'group-not-eligible', 400, 'Number is not eligible for groups'],
  [132000, 'template-parameter-count', 400, 'Template Param Count Mismatch'],
  [132001, 'template-absent', 404, 'Template does not exist'],
  [132005, 'template-too-long', 400, 'Template Hydrated Text Too Long'],
  [132007, 'template-policy', 400, 'Template Format Character Policy Violated'],
  [132012, 'template-parameter-format', 400, 'Template Parameter Format Mismatch'],
  [132015, 'template-paused', 400, 'Template is Paused'],
  [132016, 'template-disabled', 400, 'Template is Disabled'],
  [132018, 'template-parameter-characters', 400, 'Template parameter has characters that are not allowed'],
  [132068, 'flow-blocked', 400, 'Flow is blocked'],
  [132069, 'flow-throttled', 400, 'Flow is throttled'],
  [133000, 'deregistration-incomplete', 500, 'Incomplete Deregistration'],
  [133004, 'server-unavailable', 503, 'Server Temporarily Unavailable'],
  [133005, 'pin-mismatch', 400, 'Two step verification PIN Mismatch'],
  [133006, 'verification-needed', 400, 'Phone number re-verification needed'],
  [133008, 'pin-too-many', 400, 'Too Many two step verification PIN guesses'],
  [133009, 'pin-too-fast', 400, 'Two step verification PIN Guessed Too Fast'],
  [133010, 'not-registered', 400, 'Phone number Not Registered'],
  [133015, 'wait-before-registering', 400, 'Please wait a few minutes before attempting to register'],
  [133016, 'registration-rate', 400, 'Account register or deregister rate limit exceeded'],
  [134100, 'marketing-only', 400, 'Only marketing messages are supported'],
  [135000, 'generic', 400, 'Generic user error'],
  [2494100, 'upgrade', 500, 'Number is being upgraded'],
] as const satisfies readonly (readonly [number, string, number, string])[];

type ErrorKind = { code: number; name: string; http: number; title: string };

const kinds: ErrorKind[] = table.map(([code, name, http, title]) => ({ code, name, http, title }));

export const errorCodes: ReadonlyMap<number, ErrorKind> = new Map(kinds.map((kind) => [kind.code, kind]));
export const errorNames: ReadonlyMap<string, ErrorKind> = new Map(kinds.map((kind) => [kind.name, kind]));

/** The kind of error behind a code or a name. @throws RangeError for one the table has not. */
export function errorKind(code: number | string): ErrorKind {
  const kind = typeof code === 'number' ? errorCodes.get(code) : errorNames.get(code);
  if (!kind) throw new RangeError(`The simulated Graph API knows no error ${code}`);
  return kind;
}

/** A request refused. */
export type Refusal = { status: number; answer: unknown };

/** Meta's error answer. `subcode` only where Meta's page names one. */
export function refusal(code: number | string, details?: string, subcode?: number): Refusal {
  const kind = errorKind(code);
  const trace = createHash('sha256')
    .update(`${kind.code}${details ?? ''}`)
    .digest('base64url');
  const error = {
    message: `(#${kind.code}) ${kind.title}`,
    type: 'OAuthException',
    code: kind.code,
    error_data: { messaging_product: 'whatsapp', details: details ?? kind.title },
    ...(subcode !== undefined && { error_subcode: subcode }),
    fbtrace_id: `A${trace.slice(0, 22)}`,
  };
  return { status: kind.http, answer: { error } };
}

/** The same error as `errors[]` of a `failed` status has it. */
export function statusError(code: number): Record<string, unknown> {
  const { title } = errorKind(code);
  return {
    code,
    title,
    message: title,
    error_data: { details: title },
    href: '/documentation/business-messaging/whatsapp/support/error-codes',
  };
}
