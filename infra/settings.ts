import { readFileSync } from 'node:fs';
import * as z from 'zod';

/**
 * Settings of a stage: `settings/<stage>.json`. What differs between installations and is no secret. Whoever edits the
 * file reads Spanish, so every fault says where it is, what is wrong and what to put.
 */

/** Periods CloudWatch Logs takes, in days (API reference, PutRetentionPolicy). */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('es-MX', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const named = (what: string) => z.string({ error: what }).trim().min(1, { error: what });

const header = (what: string, fallback: string) =>
  z
    .string({ error: what })
    .regex(/^[A-Za-z0-9-]+$/, { error: what })
    .default(fallback);

const whole = (least: number, most: number, fallback: number) => {
  const error = `escriba un número entero de ${least} a ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error }).default(fallback);
};

const oneOf = <const Options extends readonly [string, ...string[]]>(options: Options) =>
  z.enum(options, { error: `escriba ${options.map((option) => `"${option}"`).join(' o ')}` });

const names = z.strictObject({
  ministry: named('escriba el nombre de la dependencia, entre comillas').default(
    'Secretaría de Seguridad Pública',
  ),
  programme: named('escriba el nombre del programa, entre comillas').default('Alerta Ciudadana'),
});

const whatsapp = z.strictObject({
  /** Meta's, or a solution provider's that stands in for it. */
  graphBaseUrl: z
    .url({
      protocol: /^https$/,
      error: 'escriba la dirección con https:// y sin la versión, por ejemplo "https://graph.facebook.com"',
    })
    .default('https://graph.facebook.com'),
  graphVersion: z
    .string()
    .regex(/^(v\d+\.\d+)?$/, {
      error: 'escriba la versión como "v26.0", o "" si su proveedor no usa versión',
    })
    .default('v26.0'),
  authHeader: header('escriba el nombre del encabezado, por ejemplo "Authorization"', 'Authorization'),
  signatureHeader: header(
    'escriba el nombre del encabezado de la firma, por ejemplo "X-Hub-Signature-256"',
    'X-Hub-Signature-256',
  ).transform((name) => name.toLowerCase()),
  /** Hosts from which media may be fetched with our token. */
  mediaHosts: z
    .array(
      z.string().regex(/^(\*\.)?([a-z0-9-]+\.)+[a-z]{2,}$/, {
        error: 'escriba un dominio sin https://, por ejemplo "lookaside.fbsbx.com" o "*.fbcdn.net"',
      }),
      { error: 'escriba una lista entre corchetes, por ejemplo ["lookaside.fbsbx.com"]' },
    )
    .min(1, { error: 'escriba al menos un dominio' })
    .default(['lookaside.fbsbx.com', '*.fbcdn.net', '*.whatsapp.net']),
});

/** Records of a queue worked on at once; Lambda takes 2 to 1,000 (API reference, ScalingConfig). */
const concurrency = z.strictObject({
  urgentTriage: whole(2, 1000, 20),
  triage: whole(2, 1000, 20),
  urgentSender: whole(2, 1000, 10),
  answersSender: whole(2, 1000, 10),
  bulkSender: whole(2, 1000, 2),
  settle: whole(2, 1000, 5),
  timer: whole(2, 1000, 2),
  media: whole(2, 1000, 5),
});

const region = (what: string) => z.string({ error: what }).regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: what });

/** Off by default: with it, text of citizens leaves for the region named here, with phones and numbers masked. */
const secondReader = z
  .strictObject({
    /** Of the services, which Querétaro lacks: `us-west-2`. */
    region: region('escriba la región de AWS donde están estos servicios, por ejemplo "us-west-2" (Oregón)'),
    comprehend: z
      .strictObject({
        classifierEndpointArn: z
          .string()
          .regex(/^arn:[a-z-]+:comprehend:[a-z\d-]+:\d{12}:document-classifier-endpoint\/.+$/, {
            error:
              'escriba el ARN del punto de enlace de su clasificador (document-classifier-endpoint), o quite la línea',
          })
          .optional(),
      })
      .optional(),
    bedrock: z
      .strictObject({
        modelId: z
          .string({ error: 'escriba el identificador del modelo, por ejemplo "us.amazon.nova-lite-v1:0"' })
          .regex(/^[a-z0-9][a-z0-9.:-]+$/, {
            error: 'escriba el identificador del modelo, por ejemplo "us.amazon.nova-lite-v1:0"',
          }),
      })
      .optional(),
  })
  .refine(({ comprehend, bedrock }) => comprehend !== undefined || bedrock !== undefined, {
    error:
      'elija al menos un servicio, "comprehend": {} o "bedrock": { "modelId": "…" }, o quite secondReader',
  });

const phoneNumberId = z
  .string({ error: 'escríbalo entre comillas, para que no pierda cifras' })
  .regex(/^\d{5,20}$/, {
    error:
      'escriba el identificador del número (sólo cifras) que muestra Meta en WhatsApp > Configuración de la API; no es el teléfono',
  });

const settingsSchema = z.strictObject({
  stage: z
    .string({ error: 'escriba el nombre de la etapa, por ejemplo "prod"' })
    .regex(/^[a-z][a-z0-9]{1,15}$/, {
      error: 'use de 2 a 16 letras minúsculas o cifras y empiece con letra, por ejemplo "prod"',
    }),
  region: region('escriba una región de AWS, por ejemplo "mx-central-1" (Querétaro) o "us-west-2" (Oregón)'),
  account: z
    .string({ error: 'escríbalo entre comillas' })
    .regex(/^\d{12}$/, { error: 'escriba las 12 cifras de la cuenta de AWS, sin guiones, o quite la línea' })
    .optional(),
  names: names.default(() => names.parse({})),
  phoneNumberIds: z
    .array(phoneNumberId, { error: 'escriba una lista entre corchetes, por ejemplo ["109876543210987"]' })
    .min(1, { error: 'escriba al menos un identificador de número' })
    .refine((ids) => new Set(ids).size === ids.length, {
      error: 'hay un identificador repetido: déjelo una vez',
    }),
  whatsapp: whatsapp.default(() => whatsapp.parse({})),
  timeZone: z
    .string({ error: 'escriba la zona horaria, por ejemplo "America/Hermosillo"' })
    .refine(isTimeZone, { error: 'escriba una zona horaria de la IANA, por ejemplo "America/Hermosillo"' })
    .default('America/Hermosillo'),
  alarmEmails: z.array(
    z.email({ error: 'escriba un correo electrónico, por ejemplo "guardia@ejemplo.gob.mx"' }),
    {
      error: 'escriba una lista entre corchetes, por ejemplo ["guardia@ejemplo.gob.mx"]',
    },
  ),
  /** Graviton costs a fifth less; a region may lack it, then `x86_64`. */
  architecture: oneOf(['arm64', 'x86_64']).default('arm64'),
  logRetentionDays: z
    .literal(logRetentionDays, {
      error: `escriba uno de los plazos que acepta AWS, en días: ${logRetentionDays.join(', ')}`,
    })
    .default(90),
  /** `destroy` deletes the citizens' reports with the stack: for trials only. */
  removal: oneOf(['retain', 'destroy']).default('retain'),
  secondReader: secondReader.optional(),
  concurrency: concurrency.default(() => concurrency.parse({})),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings cannot be used; `message` is Spanish, for whoever edits the file. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** `concurrency.triage`, `phoneNumberIds[0]`. */
const place = (path: PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .map(
        (key) => `${place([...issue.path, key])}: esta opción no existe; revise cómo está escrita o quítela`,
      )
      .join('\n  - ');
  const where = place(issue.path) || 'el archivo';
  if (issue.code === 'invalid_type' && issue.path.length === 0)
    return `${where}: debe ser un objeto JSON, entre llaves { }`;
  if (issue.code === 'invalid_type' && issue.expected === 'object')
    return `${where}: escriba sus opciones entre llaves { }`;
  return `${where}: ${issue.message}`;
}

/**
 * Checks settings and fills in the defaults.
 * @param source what to call them in a complaint, normally the file's path.
 * @throws SettingsError with one line per fault.
 */
export function parseSettings(value: unknown, source: string): Settings {
  const result = settingsSchema.safeParse(value);
  if (!result.success)
    throw new SettingsError(
      `Hay que corregir ${source}:\n  - ${result.error.issues.map(explain).join('\n  - ')}\nNo se cambió nada en AWS.`,
    );
  const settings = result.data;
  if (settings.stage === 'prod' && settings.removal === 'destroy')
    throw new SettingsError(
      `Hay que corregir ${source}:\n  - removal: en "prod" sólo se acepta "retain", para que nadie borre los reportes sin querer\nNo se cambió nada en AWS.`,
    );
  return settings;
}

/**
 * Reads a settings file.
 * @throws SettingsError if it is missing, no JSON, or not as it should be.
 */
export function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new SettingsError(
      `No se pudo leer ${path}. Copie settings/prod.example.json con ese nombre y llene sus datos.`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SettingsError(
      `${path} no es JSON válido (${cause instanceof Error ? cause.message : 'no se pudo leer'}). Revise comas, comillas y llaves.`,
      { cause },
    );
  }
  return parseSettings(value, path);
}
