const dayFormat = new Intl.DateTimeFormat('es-MX', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});

/** Spells a local date: `2026-11-24` becomes "martes 24 de noviembre". */
export function spelledDate(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}

/** Spells how old something is, in the largest unit that fits: "menos de 1 minuto", "12 minutos", "1 hora", "3 días". */
export function spelledAge(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000));
  if (minutes === 0) return 'menos de 1 minuto';
  if (minutes < 60) return counted(minutes, 'minuto', 'minutos');
  if (minutes < 24 * 60) return counted(Math.floor(minutes / 60), 'hora', 'horas');
  return counted(Math.floor(minutes / (24 * 60)), 'día', 'días');
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
