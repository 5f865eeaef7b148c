import { byId, make, nothing, show } from './dom.js';
import { dayOf, timeOf } from './words.js';

const ns = 'http://www.w3.org/2000/svg';

function pinIcon() {
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('fill', 'currentColor');
  path.setAttribute(
    'd',
    'M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 9.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5z',
  );
  svg.append(path);
  return svg;
}

/** What a message holds, by its kind. */
function content(line) {
  const { shown } = line;
  switch (shown.kind) {
    case 'text':
      return [make('p', { class: 'said', text: shown.text })];
    case 'buttons':
      return [
        make('p', { class: 'said', text: shown.text }),
        shown.footer ? make('p', { class: 'footer', text: shown.footer }) : null,
      ];
    case 'location':
      return [pin(shown)];
    case 'voice':
      return shown.mediaId
        ? [
            make('audio', {
              controls: true,
              preload: 'none',
              src: `/page/media/${shown.mediaId}`,
              'aria-label': 'Nota de voz',
            }),
          ]
        : [make('p', { class: 'said', text: 'Nota de voz' })];
    case 'image':
      return [
        shown.mediaId
          ? make('img', { src: `/page/media/${shown.mediaId}`, alt: 'Foto enviada', width: 320, height: 220 })
          : null,
        shown.caption ? make('p', { class: 'said', text: shown.caption }) : null,
      ];
    case 'reply':
      return [make('p', { class: 'said', text: shown.title })];
    case 'reaction':
      return [make('p', { class: 'said', text: shown.emoji ?? 'Quitó su reacción' })];
    default:
      return [make('p', { class: 'said', text: `[${shown.type}]` })];
  }
}

function pin({ latitude, longitude, name, address }) {
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return make(
    'p',
    { class: 'pin' },
    pinIcon(),
    make('strong', { text: name ?? 'Ubicación' }),
    make('span', { text: address ? `${address} · ${where}` : where }),
  );
}

/** The words by which a message is quoted. */
export function wordsOf({ shown }) {
  return (
    shown.text ??
    shown.title ??
    shown.caption ??
    shown.name ??
    (shown.kind === 'voice' ? 'Nota de voz' : 'Mensaje')
  );
}

const ticks = (line) => (line.seenByUs ? 'Leído' : 'Entregado');

/**
 * Shows a chat as the phone of `owner` would.
 * @param {{ tap: (line: object, button: object) => void, quote: (line: object) => void }} does
 */
export function showChat(lines, owner, does) {
  const log = byId('chat');
  const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  if (lines.length === 0) {
    show(log, nothing('Todavía no hay mensajes. Escriba uno, o toque un ejemplo de abajo.', 'li'));
    return;
  }
  const items = [];
  let lastDay = '';
  for (const line of lines) {
    const day = dayOf(line.at);
    if (day !== lastDay)
      items.push({ key: `day ${day}`, look: day, build: () => make('li', { class: 'day', text: day }) });
    lastDay = day;
    items.push({ key: line.id, look: line, build: () => bubble(line, owner, does) });
  }
  show(log, items);
  if (wasAtEnd) log.scrollTop = log.scrollHeight;
}

function bubble(line, owner, does) {
  const isMine = line.author === owner;
  const author = line.author === null ? 'Alerta Ciudadana' : (line.authorName ?? line.author.slice(-4));
  const taps = line.shown.kind === 'buttons' ? line.shown.buttons : [];
  return make(
    'li',
    { class: isMine ? 'bubble mine' : 'bubble' },
    make('p', { class: isMine ? 'visually-hidden' : 'author', text: isMine ? 'Usted' : author }),
    line.quotedText ? make('p', { class: 'quoted', text: line.quotedText }) : null,
    ...content(line),
    make(
      'p',
      { class: 'foot' },
      line.author === null
        ? make('button', { type: 'button', class: 'quiet', text: 'Citar', onclick: () => does.quote(line) })
        : null,
      make('time', { datetime: new Date(line.at).toISOString(), text: timeOf(line.at) }),
      isMine ? make('span', { text: ticks(line) }) : null,
    ),
    taps.length > 0
      ? make(
          'div',
          { class: 'taps' },
          ...taps.map((button) =>
            make('button', { type: 'button', text: button.title, onclick: () => does.tap(line, button) }),
          ),
        )
      : null,
  );
}
