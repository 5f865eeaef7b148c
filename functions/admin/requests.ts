import * as z from 'zod';
import { group } from '../../shared/store/groups.ts';

/** What the command line may ask. A refusal names the path, never the value. */
const phone = z.string().regex(/^\+?\d{8,15}$/u, 'digits with country code expected');
const ids = { phone: phone.optional(), bsuid: z.string().min(3).optional(), name: z.string().optional() };
const hasId = (entry: { phone?: string | undefined; bsuid?: string | undefined }): boolean =>
  entry.phone !== undefined || entry.bsuid !== undefined;

const member = z
  .strictObject({
    ...ids,
    groupCode: z.string().min(1),
    role: z.enum(['member', 'representative']),
    /** When the person agreed to be written to: without it nobody is. ISO 8601. */
    consentedAt: z.iso.datetime(),
  })
  .refine(hasId, 'phone or bsuid expected');

const operator = z
  .strictObject({
    ...ids,
    /** Municipality attended, `*` for all. */
    municipality: z.string().min(1),
  })
  .refine(hasId, 'phone or bsuid expected');

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/u, 'yyyy-mm expected');

/** A call's parts are written one by one; this keeps it well inside the function's time. */
const page = 500;

export const adminRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('parked.list'), month: month.optional() }),
  z.strictObject({
    action: z.literal('parked.requeue'),
    pk: z.string().startsWith('PARKED#'),
    sk: z.string().min(1),
  }),
  z.strictObject({
    action: z.literal('registry.import'),
    groups: z
      .array(group.extend({ whatsappGroupId: z.string().optional() }))
      .max(page)
      .default([]),
    members: z.array(member).max(page).default([]),
    operators: z.array(operator).max(page).default([]),
  }),
]);
export type AdminRequest = z.infer<typeof adminRequest>;
export type RegistryImport = Extract<AdminRequest, { action: 'registry.import' }>;
