import { byId, make, nothing, show } from './dom.js';
import { facts, rows } from './reports.js';
import { clockOf, phoneOf, progressOf, timeOf } from './words.js';

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

/** The digests among what was sent. */
export function showDigests(sends) {
  const digests = sends.filter((send) => send.accepted && /Resumen de /.test(send.text ?? '')).toReversed();
  const box = byId('digests');
  if (digests.length === 0) {
    show(box, nothing('Hoy todavía no se envía ningún resumen. Adelante el reloj a las 18:00 y envíelo.'));
    return;
  }
  show(
    box,
    digests.map((send) => ({
      key: send.key,
      look: send,
      build: () =>
        make(
          'article',
          { class: 'letter' },
          make(
            'header',
            {},
            make('span', { text: clockOf(send.at) }),
            make('span', { text: `Para ${recipientOf(send)}` }),
            make('span', { text: fateOf(send) }),
          ),
          send.text,
        ),
    })),
  );
}
