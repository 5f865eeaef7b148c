import * as z from 'zod/mini';
import { group } from '../../shared/store/groups.ts';

/** What the command line may ask. A refusal names the path, never the value. */
const phone = z.string().check(z.regex(/^\+?\d{8,15}$/u, 'digits with country code expected'));
const ids = {
  phone: z.optional(phone),
  bsuid: z.optional(z.string().check(z.minLength(3))),
  name: z.optional(z.string()),
};
const hasId = (entry: { phone?: string | undefined; bsuid?: string | undefined }): boolean =>
  entry.phone !== undefined || entry.bsuid !== undefined;

const member = z
  .strictObject({
    ...ids,
    groupCode: z.string().check(z.minLength(1)),
    role: z.enum(['member', 'representative']),
    /** When the person agreed to be written to: without it nobody is. ISO 8601. */
    consentedAt: z.iso.datetime(),
  })
  .check(z.refine(hasId, 'phone or bsuid expected'));

const operator = z
  .strictObject({
    ...ids,
    /** Municipality attended, `*` for all. */
    municipality: z.string().check(z.minLength(1)),
  })
  .check(z.refine(hasId, 'phone or bsuid expected'));

const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/u, 'yyyy-mm expected'));

/** A call's parts are written one by one; this keeps it well inside the function's time. */
const page = 500;
const pageOf = <Entry extends z.ZodMiniType>(entry: Entry) =>
  z.prefault(z.array(entry).check(z.maxLength(page)), []);

export const adminRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('parked.list'), month: z.optional(month) }),
  z.strictObject({
    action: z.literal('parked.requeue'),
    pk: z.string().check(z.startsWith('PARKED#')),
    sk: z.string().check(z.minLength(1)),
  }),
  z.strictObject({
    action: z.literal('registry.import'),
    groups: pageOf(z.extend(group, { whatsappGroupId: z.optional(z.string()) })),
    members: pageOf(member),
    operators: pageOf(operator),
  }),
]);
export type AdminRequest = z.infer<typeof adminRequest>;
export type RegistryImport = Extract<AdminRequest, { action: 'registry.import' }>;
