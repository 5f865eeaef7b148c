/**
 * Days as people of a zone count them.
 *
 * @param timeZone IANA name, e.g. `America/Hermosillo` (UTC-7 all year, no daylight saving).
 * @returns a function that gives the local date of a moment as `yyyy-mm-dd`.
 * @throws RangeError for a zone that does not exist.
 */
export function dayIn(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}
