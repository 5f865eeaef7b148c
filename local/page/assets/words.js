/** How things are said on the page. Labels come from the taxonomy, times are those of Hermosillo. */
const timeZone = 'America/Hermosillo';
const hour = new Intl.DateTimeFormat('es-MX', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const second = new Intl.DateTimeFormat('es-MX', {
  timeZone,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('es-MX', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
const hourOnly = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export const timeOf = (at) => hour.format(new Date(at));
export const clockOf = (at) => second.format(new Date(at));
export const dayOf = (at) => day.format(new Date(at));

/** Seconds from a moment to the next 18:00. */
export function secondsToEvening(now) {
  const [hours, minutes, seconds] = hourOnly.format(new Date(now)).split(':').map(Number);
  const left = 18 * 3600 - (hours * 3600 + minutes * 60 + seconds);
  return left > 0 ? left : left + 86_400;
}

let labels = { petitions: {}, incidents: {}, priorities: {}, agencies: {} };

export async function loadLabels() {
  labels = await (await fetch('/page/labels.json')).json();
}

export const incidentOf = (incident) => (incident ? (labels.incidents[incident] ?? incident) : null);
export const priorityOf = (priority) => labels.priorities[priority] ?? priority ?? 'Sin prioridad';
export const petitionsOf = (petitions) =>
  (petitions ?? []).map((petition) => labels.petitions[petition] ?? petition);

export const toneOf = (priority) =>
  `tone-${['high', 'medium', 'low'].includes(priority) ? priority : 'none'}`;

export function placeOf(location) {
  const { street = [], landmark, colonia, municipality } = location ?? {};
  const parts = [street.join(' y '), landmark, colonia, municipality].filter((part) => part);
  return parts.join(', ');
}

const statuses = { received: 'Recibido' };
export const statusOf = (status) => statuses[status] ?? status ?? '';

export const agencyOf = (agency) => labels.agencies[agency] ?? agency;

const progresses = {
  none: 'Aceptado',
  sent: 'Enviado',
  delivered: 'Entregado',
  read: 'Leído',
  failed: 'Falló',
};
export const progressOf = (progress) => progresses[progress] ?? progress;

const fates = {
  pending: 'por decirse',
  claimed: 'diciéndose',
  accepted: 'aceptados',
  sent: 'enviados',
  delivered: 'entregados',
  read: 'leídos',
  expanded: 'repartidos',
  failed: 'fallidos',
  dropped: 'desechados',
};
export const fateOf = (state) => fates[state] ?? state;

/** A phone as people write it, as far as it is one. */
export function phoneOf(digits) {
  const parts = /^52(?:1)?(\d{3})(\d{3})(\d{4})$/.exec(digits);
  return parts ? `+52 ${parts[1]} ${parts[2]} ${parts[3]}` : digits;
}

export function initialsOf(name) {
  const words = (name ?? '?').split(/\s+/).filter((word) => /^[\p{L}]/u.test(word));
  return (
    words
      .slice(0, 2)
      .map((word) => word[0].toUpperCase())
      .join('') || '?'
  );
}

/** Hues a golden angle apart, so that phones next to each other look different. */
export function hueOf(text) {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return Math.round(sum * 137.5) % 360;
}

export function listed(names) {
  return new Intl.ListFormat('es', { type: 'conjunction' }).format(names);
}
