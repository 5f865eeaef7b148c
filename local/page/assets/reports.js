import { byId, make, nothing, show } from './dom.js';
import { agencyOf, incidentOf, petitionsOf, placeOf, priorityOf, statusOf, timeOf, toneOf } from './words.js';

const titleOf = (thing) => incidentOf(thing.incident) ?? petitionsOf(thing.petitions)[0] ?? 'Sin clasificar';

const pill = (priority) => make('span', { class: `pill ${toneOf(priority)}`, text: priorityOf(priority) });

const facts = (...texts) =>
  make('p', { class: 'facts' }, ...texts.filter((text) => text).map((text) => make('span', { text })));

/** Cards of the reports, the newest first. */
export function showReports(reports, messages) {
  const panel = byId('reports');
  if (reports.length === 0) {
    show(
      panel,
      nothing('Todavía no hay reportes. Escriba como una vecina en el teléfono y aquí verá su folio.'),
    );
    return;
  }
  const said = new Map(messages.map((message) => [message.id, message]));
  if (!panel.querySelector('.cards')) panel.replaceChildren(make('div', { class: 'cards' }));
  show(
    panel.querySelector('.cards'),
    reports.toReversed().map((report) => {
      const lines = (report.messageIds ?? []).map((id) => said.get(id)?.text ?? 'Sin texto');
      return { key: report.folio, look: [report, lines], build: () => card(report, lines) };
    }),
  );
}

function card(report, lines) {
  const others = petitionsOf(report.petitions).filter((petition) => petition !== titleOf(report));
  return make(
    'article',
    { class: `card ${toneOf(report.priority)}` },
    make(
      'div',
      { class: 'card-head' },
      make('span', { class: 'folio', text: report.folio }),
      pill(report.priority),
    ),
    make('h3', { text: titleOf(report) }),
    make('p', { class: 'place', text: placeOf(report.location) || 'Sin lugar todavía' }),
    facts(
      statusOf(report.status),
      agencyOf(report.agency),
      report.reporters > 1 && `${report.reporters} personas avisaron`,
      report.needsReview && 'por revisar',
      report.openedAt && `desde las ${timeOf(report.openedAt)}`,
      ...others,
    ),
    make(
      'details',
      {},
      make('summary', { text: lines.length === 1 ? '1 mensaje' : `${lines.length} mensajes` }),
      make('ul', {}, ...lines.map((line) => make('li', { text: line }))),
    ),
  );
}

/** What was written and what was understood, the newest first. */
export function showMessages(messages) {
  rows(
    byId('messages'),
    messages.toReversed().map((message) => ({
      key: message.id,
      look: message,
      build: () =>
        make(
          'li',
          { class: 'row' },
          make('time', { text: message.sentAt ? timeOf(message.sentAt) : '' }),
          make('p', { text: message.text || `[${message.type}]` }),
          pill(message.priority),
          facts(
            incidentOf(message.incident),
            ...petitionsOf(message.petitions),
            message.inProgress ? 'está pasando' : null,
            placeOf(message.location),
            message.folio,
          ),
        ),
    })),
    'Todavía no ha llegado ningún mensaje.',
  );
}

/** Rows in a list, or a sentence where there are none. */
export function rows(panel, items, otherwise) {
  if (items.length === 0) {
    show(panel, nothing(otherwise));
    return;
  }
  if (!panel.querySelector(':scope > .rows')) panel.replaceChildren(make('ul', { class: 'rows' }));
  show(panel.querySelector(':scope > .rows'), items);
}

export { facts };
