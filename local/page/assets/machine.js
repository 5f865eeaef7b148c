import { byId, make, show } from './dom.js';
import { facts, rows } from './reports.js';
import { clockOf, fateOf } from './words.js';

const columns = {
  visible: 'En espera',
  inFlight: 'En curso',
  dead: 'Muertos',
  delayed: 'Con retraso',
  invocations: 'Llamadas',
  errors: 'Errores',
  coldStarts: 'Arranques',
  p50Ms: 'p50 ms',
  p99Ms: 'p99 ms',
};

/** The figures on top: what an official asks first. */
export function showFigures(state, reports) {
  const counts = state?.counts ?? {};
  const intents = Object.values(counts.intents ?? {}).reduce((sum, count) => sum + count, 0);
  const waiting = entriesOf(state?.queues).reduce(
    (sum, [, queue]) => sum + (queue.visible ?? 0) + (queue.inFlight ?? 0),
    0,
  );
  const urgent = reports.filter(({ priority }) => priority === 'high').length;
  const figures = [
    ['Mensajes', counts.messages ?? 0, false],
    ['Reportes', counts.reports ?? reports.length, false],
    ['Prioridad alta', urgent, urgent > 0],
    ['Avisos', intents, false],
    ['En cola', waiting, false],
    ['Apartados', counts.parked ?? 0, false],
  ];
  show(
    byId('figures'),
    figures.map(([name, value, isAlarm]) => ({
      key: name,
      look: [value, isAlarm],
      build: () =>
        make(
          'div',
          { class: isAlarm ? 'figure alarm' : 'figure' },
          make('strong', { text: value }),
          make('span', { text: name }),
        ),
    })),
  );
}

/** What could not be processed, with its raw text. */
export function showParked(parked) {
  rows(
    byId('parked'),
    parked.toReversed().map((item, index) => ({
      key: String(item.eventId ?? index),
      look: item,
      build: () => {
        const at = item.receivedAt;
        return make(
          'li',
          { class: 'row' },
          make('time', { text: at ? clockOf(at) : '' }),
          make(
            'div',
            {},
            make('strong', { text: item.reason ?? 'Sin razón anotada' }),
            make('pre', { text: rawOf(item) }),
          ),
        );
      },
    })),
    'No hay nada apartado: todo lo que llegó pudo entenderse.',
  );
}

const rawOf = (item) => {
  const raw = item.body ?? item;
  return typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2);
};

/** Queues, functions and intents as they stand. */
export function showMachine(state) {
  const tables = [
    ['Colas', entriesOf(state?.queues)],
    ['Funciones', entriesOf(state?.functions)],
  ].filter(([, entries]) => entries.length > 0);
  const intents = Object.entries(state?.counts?.intents ?? {});
  show(byId('machine'), [
    {
      key: 'intents',
      look: intents,
      build: () =>
        make(
          'div',
          { class: 'sheet' },
          make('strong', { text: 'Avisos y respuestas' }),
          facts(
            ...(intents.length > 0
              ? intents.map(([name, count]) => `${count} ${fateOf(name)}`)
              : ['Ninguno']),
          ),
        ),
    },
    ...tables.map(([caption, entries]) => ({
      key: caption,
      look: entries,
      build: () => table(caption, entries),
    })),
  ]);
}

const entriesOf = (group) =>
  Array.isArray(group) ? group.map(({ name, ...rest }) => [name, rest]) : Object.entries(group ?? {});

function table(caption, entries) {
  const names = [...new Set(entries.flatMap(([, values]) => Object.keys(values)))].filter(
    (name) => columns[name],
  );
  return make(
    'div',
    { class: 'table-wrap', tabindex: 0, role: 'region', 'aria-label': caption },
    make(
      'table',
      {},
      make('caption', { text: caption }),
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          make('th', { scope: 'col', text: 'Nombre' }),
          ...names.map((name) => make('th', { scope: 'col', text: columns[name] })),
        ),
      ),
      make(
        'tbody',
        {},
        ...entries.map(([name, values]) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row', text: name }),
            ...names.map((column) => make('td', { text: figure(values[column]) })),
          ),
        ),
      ),
    ),
  );
}

const figure = (value) => (typeof value === 'number' ? String(Math.round(value * 10) / 10) : (value ?? '–'));
