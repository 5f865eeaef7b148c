import { post } from './api.js';
import { wordsOf } from './chat.js';
import { byId, make } from './dom.js';

const samples = [
  [
    'Emergencia',
    'Se oyen balazos atrás de la secundaria, en Yáñez y Reforma, colonia Balderrama, Hermosillo',
  ],
  [
    'Sospecha',
    'Hay una camioneta blanca sin placas dando vueltas desde hace rato por el kínder de Las Quintas',
  ],
  ['Alumbrado', 'Llevamos tres noches sin alumbrado en la calle Zacatecas, entre Sufragio y Coahuila'],
  [
    'Patrullaje',
    '¿Pueden mandar una patrulla en las noches al parque de la colonia Pitic? Se juntan a tomar',
  ],
  ['Plática', 'Nos gustaría una plática de prevención para los papás de la primaria'],
  ['Conversación', 'Buenos días vecinos, feliz inicio de semana'],
];

const places = [
  ['Parque Madero, Hermosillo', 29.072967, -110.955919],
  ['Catedral de Hermosillo', 29.075347, -110.95859],
  ['Plaza Álvaro Obregón, Ciudad Obregón', 27.492756, -109.939026],
  ['Malecón de Guaymas', 27.918542, -110.89842],
  ['Plaza Miguel Hidalgo, Nogales', 31.332402, -110.944809],
];

/** What the chosen person is about to say, and where. */
let target = { phone: null, name: null, role: null, group: null };
let quoted = null;

/** @param {{ phone: string, name: string, role: string, group: string | null }} next */
export function writeAs(next) {
  if (next.phone !== target.phone || next.group !== target.group) quote(null);
  target = next;
}

/** Quotes a message in what is written next. */
export function quote(line) {
  quoted = line?.id ?? null;
  byId('quoting').hidden = line === null;
  byId('quoting-text').textContent = line ? wordsOf(line) : '';
  if (line) byId('text').focus();
}

/** Says something as the chosen person. */
export async function say(content) {
  if (target.phone === null) return null;
  const said = await post('/_local/whatsapp/say', {
    from: target.phone,
    name: target.name,
    role: target.role,
    ...(target.group !== null && { whatsappGroupId: target.group }),
    ...(quoted !== null && { quote: quoted }),
    ...content,
  });
  if (said) quote(null);
  return said;
}

export function startComposer() {
  const text = byId('text');
  const send = async () => {
    const words = text.value.trim();
    if (words === '') return;
    text.value = '';
    if (!(await say({ text: words }))) text.value = words;
    text.focus();
  };
  const sendPicture = async () => {
    const caption = text.value.trim();
    if (await say({ image: caption === '' ? true : { caption } })) text.value = '';
  };
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId('composer').requestSubmit();
  });
  byId('quoting-drop').addEventListener('click', () => quote(null));
  byId('samples').append(
    ...samples.map(([title, words]) =>
      make('button', {
        type: 'button',
        text: title,
        title: words,
        onclick: () => {
          text.value = words;
          text.focus();
        },
      }),
    ),
  );
  document.querySelector('[data-attach="voice"]').addEventListener('click', () => void say({ voice: true }));
  document.querySelector('[data-attach="image"]').addEventListener('click', () => void sendPicture());
  startPlaces();
}

function startPlaces() {
  const form = byId('place-form');
  byId('places').append(...places.map(([name]) => make('option', { text: name })));
  const fill = () => {
    const [, latitude, longitude] = places[byId('places').selectedIndex];
    form.latitude.value = latitude;
    form.longitude.value = longitude;
  };
  byId('places').addEventListener('change', fill);
  fill();
  document
    .querySelector('[data-attach="location"]')
    .addEventListener('click', () => byId('place-dialog').showModal());
  form.addEventListener('submit', () => {
    const latitude = Number(form.latitude.value);
    const longitude = Number(form.longitude.value);
    const known = places.find((place) => place[1] === latitude && place[2] === longitude);
    void say({ location: { latitude, longitude, ...(known && { name: known[0] }) } });
  });
}
