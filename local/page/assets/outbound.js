import { byId, make, nothing, show } from './dom.js';
import { facts, rows } from './reports.js';
import { clockOf, listed, phoneOf, progressOf, timeOf } from './words.js';

const toneOfSend = (send) => {
  if (!send.accepted || send.progress === 'failed') return 'tone-high';
  return send.progress === 'delivered' || send.progress === 'read' ? 'tone-low' : 'tone-none';
};

const fateOf = (send) => {
  if (!send.accepted) return `Rechazado ${send.code ?? send.status}`;
  return send.failure ? `Falló ${send.failure}` : progressOf(send.progress);
};

const recipientOf = (send) =>
  send.name ?? (send.isGroup ? 'Grupo de WhatsApp' : phoneOf((send.recipient ?? '').replace('+', '')));

/** What was asked of the Graph API, the newest first. */
export function showOutbound(sends) {
  rows(
    byId('outbound'),
    sends.toReversed().map((send) => ({
      key: send.key,
      look: send,
      build: () =>
        make(
          'li',
          { class: 'row' },
          make('time', { text: timeOf(send.at) }),
          make('p', { class: 'clamp', text: send.text ?? 'Marcado como leído' }),
          make('span', { class: `pill ${toneOfSend(send)}`, text: fateOf(send) }),
          facts(
            `Para ${recipientOf(send)}`,
            send.template && `plantilla ${send.template}`,
            send.fault && `falla provocada: ${send.fault}`,
          ),
        ),
    })),
    'El sistema todavía no le ha dicho nada a nadie.',
  );
}

/** The digests among what was sent, each once with everybody who got it. */
export function showDigests(sends) {
  const digests = sends.filter((send) => send.accepted && /Resumen de /.test(send.text ?? ''));
  const letters = [...Map.groupBy(digests, ({ text }) => text)].toReversed();
  const box = byId('digests');
  if (letters.length === 0) {
    show(box, nothing('Todavía no se envía ningún resumen. Adelante el reloj a las 18:00 y envíelo.'));
    return;
  }
  show(
    box,
    letters.map(([text, copies]) => ({
      key: copies[0].key,
      look: copies,
      build: () => letter(text, copies),
    })),
  );
}

function letter(text, copies) {
  return make(
    'article',
    { class: 'letter' },
    make(
      'header',
      {},
      make('span', { text: clockOf(copies[0].at) }),
      make('span', { text: `Para ${listed(copies.map(recipientOf))}` }),
      make('span', { text: copies.length === 1 ? fateOf(copies[0]) : `${copies.length} envíos` }),
    ),
    text,
  );
}
