import type { Utterance } from '../domain/intent.ts';
import { incidentLabels, type Location, petitionLabels, priorityLabels } from '../domain/taxonomy.ts';
import { spelledAge, spelledDate } from './dates.ts';
import { listed, oneLine } from './parameters.ts';
import {
  discreetAdvice,
  discreetAdviceOtherwise,
  discreetReportAdvice,
  discreetReportAdviceOtherwise,
  nextStep,
  reportAdvice,
  safetyAdvice,
  safetyAdviceOtherwise,
} from './phrases.ts';
import { type ParameterName, parameterLimits, type Template, templates } from './templates.ts';

/**
 * Turns an utterance into the Spanish that is sent: as free text inside the service window, or as a template's
 * parameters outside it. Both say the same. Nothing in them tells who reported.
 */

/** A button's id is at most 256 characters and its title 20; in a template the id travels as the payload. */
export type Button = { id: string; title: string };

/** What goes into a message of type `text` (at most 4,096 characters) or `interactive` (at most 1,024). */
export type FreeForm = { kind: 'text'; body: string } | { kind: 'buttons'; body: string; buttons: Button[] };

export type TemplateCall = {
  name: string;
  language: 'es_MX';
  parameters: Record<string, string>;
  buttons?: Button[];
};

/** From this age on a card says first that it comes late: what it tells may be over. */
const lateAfterMs = 5 * 60_000;
const maxDigestBody = 4096;

/** Renders for an open service window. `now` is when it is sent, for the age of what it tells. */
export function freeForm(utterance: Utterance, now: Date): FreeForm {
  if (utterance.kind === 'digest') return { kind: 'text', body: digestBody(utterance) };
  const { template: chosen, parameters, buttons } = spoken(utterance, now);
  const body = filled(chosen.body, parameters);
  return buttons ? { kind: 'buttons', body, buttons } : { kind: 'text', body };
}

/** Renders for a closed service window. `now` is when it is sent, for the age of what it tells. */
export function template(utterance: Utterance, now: Date): TemplateCall {
  const { template: chosen, parameters, buttons } = spoken(utterance, now);
  return { name: chosen.name, language: chosen.language, parameters, ...(buttons && { buttons }) };
}

type Spoken = { template: Template; parameters: Record<string, string>; buttons?: Button[] };

function spoken(utterance: Utterance, now: Date): Spoken {
  switch (utterance.kind) {
    case 'emergency-answer':
      return {
        template: templates.emergency,
        parameters: fitted({ indicaciones: emergencyAdvice(utterance), folio: utterance.folio }),
      };
    case 'answer':
      return answer(utterance);
    case 'voice-answer':
      return { template: templates.voice, parameters: fitted({ folio: utterance.folio }) };
    case 'operator-card':
      return operatorCard(utterance, now);
    case 'digest':
      return {
        template: templates.digest,
        parameters: fitted({
          grupo: utterance.groupName,
          fecha: spelledDate(utterance.date),
          resumen: utterance.lines.join(' '),
        }),
      };
    default:
      throw new Error(`No words for ${JSON.stringify((utterance satisfies never as Utterance).kind)}`);
  }
}

function emergencyAdvice({ incident, sensitive }: Extract<Utterance, { kind: 'emergency-answer' }>): string {
  return sensitive
    ? ((incident && discreetAdvice[incident]) ?? discreetAdviceOtherwise)
    : ((incident && safetyAdvice[incident]) ?? safetyAdviceOtherwise);
}

function answer(utterance: Extract<Utterance, { kind: 'answer' }>): Spoken {
  const { folio, incident } = utterance;
  if (utterance.sensitive) {
    const advice = (incident && discreetReportAdvice[incident]) ?? discreetReportAdviceOtherwise;
    return { template: templates.discreetReport, parameters: fitted({ indicaciones: advice, folio }) };
  }
  const petition = utterance.petitions.find((asked) => nextStep[asked]);
  const advice =
    (petition && nextStep[petition]) ??
    (incident && reportAdvice[incident]) ??
    'Si hay novedades, escríbalas aquí.';
  return {
    template: templates.report,
    parameters: fitted({
      solicitud: understood(utterance),
      instancia: utterance.agency,
      indicaciones: advice,
      folio,
    }),
  };
}

function understood({ petitions, incident }: Extract<Utterance, { kind: 'answer' }>): string {
  const asked = listed(petitions.map((petition) => petitionLabels[petition].toLowerCase()));
  return incident ? `${asked} (${incidentLabels[incident].toLowerCase()})` : asked;
}

function operatorCard(utterance: Extract<Utterance, { kind: 'operator-card' }>, now: Date): Spoken {
  const saidAt = new Date(utterance.saidAt);
  const isLate = now.getTime() - saidAt.getTime() >= lateAfterMs;
  const priority = priorityLabels[utterance.priority];
  const titles = templates.operatorCard.quickReplies;
  const ids = ['ack', 'dispatch', 'false'];
  return {
    template: templates.operatorCard,
    parameters: fitted({
      prioridad: isLate ? `${priority}, TARDÍO` : priority,
      motivo:
        utterance.incident === null || utterance.incident === 'other'
          ? 'Sin tipo identificado'
          : incidentLabels[utterance.incident],
      lugar: place(utterance.location),
      dicho: utterance.said ?? 'nota de voz que nadie ha escuchado',
      antiguedad: spelledAge(saidAt, now),
      folio: utterance.folio,
    }),
    buttons: titles.map((title, index) => ({ id: `${ids[index]}:${utterance.folio}`, title })),
  };
}

function place({ street = [], colonia, landmark, municipality }: Location): string {
  const parts = [listed(street), landmark, colonia, municipality].filter(
    (part) => part !== undefined && part.trim() !== '',
  );
  return parts.length > 0 ? parts.join(', ') : 'sin lugar: pregunte';
}

function digestBody({ date, groupName, lines }: Extract<Utterance, { kind: 'digest' }>): string {
  const head = `Hola. Resumen de ${oneLine(groupName, parameterLimits.grupo, 'su grupo')} del ${spelledDate(date)}:`;
  const foot = 'Emergencias: 9-1-1. Denuncia anónima: 089. Gracias por participar en su grupo.';
  const kept: string[] = [];
  let length = head.length + foot.length + 4;
  for (const line of lines) {
    const bullet = `• ${oneLine(line, parameterLimits.resumen, '')}`;
    if (length + bullet.length + 1 > maxDigestBody) break;
    length += bullet.length + 1;
    kept.push(bullet);
  }
  return `${head}\n\n${kept.join('\n')}\n\n${foot}`;
}

function fitted(values: Partial<Record<ParameterName, string>>): Record<string, string> {
  const limits: Record<string, number> = parameterLimits;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, oneLine(value, limits[name] ?? 0, 'sin dato')]),
  );
}

function filled(body: string, parameters: Record<string, string>): string {
  return body.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => parameters[name] ?? whole);
}
