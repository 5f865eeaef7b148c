import { post } from './api.js';
import { byId, make, notify, show } from './dom.js';
import { hueOf, initialsOf, listed } from './words.js';

/** Somebody to begin with where nobody has written yet. */
const invented = [
  { phone: '526620000101', name: 'Guadalupe Yescas', role: 'neighbour' },
  { phone: '526440000102', name: 'Ramón Bórquez', role: 'neighbour' },
  { phone: '526620000103', name: 'Elisa Tánori', role: 'neighbour' },
  { phone: '526620000190', name: 'Marisol Duarte', role: 'operator' },
];

const roles = { neighbour: 'Vecindad', operator: 'Guardia' };
export const roleOf = (role) => roles[role] ?? role;

export const nameOf = (person) => person.name ?? `Sin nombre ${person.phone.slice(-4)}`;

/** The people of the world and those who could write to it, without doubles. */
export function everybody(people) {
  const known = new Set(people.map(({ phone }) => phone));
  return [...people, ...invented.filter(({ phone }) => !known.has(phone))];
}

/** How a WhatsApp group without a name is called: by who is in it. */
export function groupName(group) {
  const names = group.names.map((name, index) => (name ?? group.members[index].slice(-4)).split(' ')[0]);
  const [first, second, ...others] = names;
  if (!second) return `Grupo de ${first ?? 'nadie'}`;
  return `Grupo: ${others.length === 0 ? listed([first, second]) : listed([first, second, `${others.length} más`])}`;
}

export function avatar(name, key) {
  return make('span', {
    class: 'avatar',
    style: `--hue: ${hueOf(key)}`,
    'aria-hidden': 'true',
    text: initialsOf(name),
  });
}

/** The rail of people: one is chosen, arrows move. */
export function showPeople(people, chosen, choose) {
  const rail = byId('people');
  show(
    rail,
    people.map((person) => {
      const isChosen = person.phone === chosen;
      return {
        key: person.phone,
        look: [nameOf(person), person.role, isChosen],
        build: () =>
          make(
            'button',
            {
              type: 'button',
              role: 'radio',
              'aria-checked': String(isChosen),
              tabindex: isChosen ? 0 : -1,
              onclick: () => choose(person),
            },
            avatar(nameOf(person), person.phone),
            make('span', {}, nameOf(person), make('small', { text: roleOf(person.role) })),
          ),
      };
    }),
  );
}

/** Arrows move along the rail. `neighbours` gives the people shown and the phone of the chosen one. */
export function startRail(neighbours, choose) {
  const rail = byId('people');
  rail.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { people, chosen } = neighbours();
    const at = people.findIndex(({ phone }) => phone === chosen);
    choose(people[(at + step + people.length) % people.length]);
    rail.querySelector('[aria-checked="true"]')?.focus();
  });
}

/** The dialog that adds somebody. */
export function startPersonDialog(choose) {
  const form = byId('person-form');
  byId('new-person').addEventListener('click', () => byId('person-dialog').showModal());
  const add = async () => {
    const person = await post('/_local/whatsapp/people', Object.fromEntries(new FormData(form)));
    if (!person) return;
    form.reset();
    notify(`${person.name} ya tiene teléfono`);
    choose(person);
  };
  form.addEventListener('submit', () => void add());
}
