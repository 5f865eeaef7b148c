import { get, listen, post } from './api.js';
import { showChat } from './chat.js';
import { quote, say, startComposer, writeAs } from './composer.js';
import { byId, make, notify } from './dom.js';
import { showFigures, showMachine, showParked } from './machine.js';
import { showDigests, showOutbound } from './outbound.js';
import {
  avatar,
  everybody,
  groupName,
  nameOf,
  roleOf,
  showPeople,
  startPersonDialog,
  startRail,
} from './people.js';
import { showMessages, showReports } from './reports.js';
import { startTabs } from './tabs.js';
import { clockOf, loadLabels, phoneOf, secondsToEvening } from './words.js';

/**
 * The page: on the left the phone of whoever is chosen, on the right what the system made of it. The server tells when
 * something changed; what shows is then fetched and compared with what stands there.
 */
const page = { person: null, group: null, people: [], groups: [], lead: 0 };

const now = () => Date.now() + page.lead;

async function refresh() {
  const seen = await get('/_local/whatsapp/people');
  if (!seen) return;
  page.people = everybody(seen.people);
  page.groups = seen.groups;
  if (!page.person) page.person = page.people[0];
  page.person = page.people.find(({ phone }) => phone === page.person.phone) ?? page.person;
  showPeople(page.people, page.person.phone, choose);
  showHead();
  const wanted = page.group ?? page.person.phone;
  const chat = await get(`/_local/whatsapp/chats?with=${encodeURIComponent(wanted)}`);
  if (chat && wanted === (page.group ?? page.person.phone))
    showChat(chat.lines, page.person.phone, { tap, quote });
}

function choose(person) {
  const former = page.person;
  page.person = person;
  page.group = null;
  if (former && former.phone !== person.phone) void lookAt(former, false);
  void lookAt(person, true).then(refresh);
  showPeople(page.people, person.phone, choose);
  showHead();
}

/** A phone that is being looked at reads what reaches it. */
const lookAt = ({ phone, name, role }, isOpen) =>
  post('/_local/whatsapp/people', { phone, ...(name && { name }), role, isOpen });

function showHead() {
  const { person } = page;
  byId('phone-name').textContent = nameOf(person);
  byId('phone-detail').textContent = `${phoneOf(person.phone)} · ${roleOf(person.role)}`;
  const face = avatar(nameOf(person), person.phone);
  face.id = 'phone-avatar';
  byId('phone-avatar').replaceWith(face);
  showChoices();
  writeAs({ phone: person.phone, name: nameOf(person), role: person.role, group: page.group });
}

function showChoices() {
  const choices = [
    ['', 'Alerta Ciudadana (directo)'],
    ...page.groups.map((group) => [group.id, groupName(group)]),
    ...(page.group !== null && !page.groups.some(({ id }) => id === page.group)
      ? [[page.group, 'Grupo nuevo']]
      : []),
    ['new', 'Empezar un grupo…'],
  ];
  const select = byId('chat-choice');
  const look = JSON.stringify(choices);
  if (select.dataset.look !== look) {
    select.replaceChildren(...choices.map(([value, text]) => make('option', { value, text })));
    select.dataset.look = look;
  }
  select.value = page.group ?? '';
}

const tap = (line, button) => void say({ button: button.id, quote: line.id });

function showSystem({ state, reports, messages, parked, sent }) {
  showFigures(state, reports);
  showReports(reports, messages);
  showMessages(messages);
  showOutbound(sent);
  showDigests(sent);
  showParked(parked);
  showMachine(state);
  byId('nav-count').textContent = reports.length > 0 ? String(reports.length) : '';
}

function startActions() {
  startPersonDialog(choose);
  startRail(() => ({ people: page.people, chosen: page.person.phone }), choose);
  byId('chat-choice').addEventListener('change', ({ target }) => {
    page.group = target.value === 'new' ? `grupo-${now().toString(36)}` : target.value || null;
    // At once: what is written before the answer comes must not go to the chat of before.
    showHead();
    void refresh();
  });
  for (const button of document.querySelectorAll('[data-close]'))
    button.addEventListener('click', () => button.closest('dialog').close());
  for (const button of document.querySelectorAll('[data-advance]'))
    button.addEventListener('click', () => void advance(button));
  byId('run-digest').addEventListener('click', ({ currentTarget }) => void runDigest(currentTarget));
  setInterval(() => {
    byId('clock').textContent = clockOf(now());
  }, 1000);
}

async function runDigest(button) {
  button.disabled = true;
  if (await post('/_local/schedules/DigestSchedule/run'))
    notify('Se pidió el resumen de los grupos cuya hora ya llegó');
  button.disabled = false;
}

async function advance(button) {
  const advanceSeconds = button.dataset.advance === 'hour' ? 3600 : secondsToEvening(now());
  button.disabled = true;
  if (await post('/_local/clock', { advanceSeconds }))
    notify('El reloj avanzó y se hizo lo que tocaba en ese tiempo');
  button.disabled = false;
}

await loadLabels();
startTabs();
startComposer();
startActions();
await refresh();
if (page.person) await lookAt(page.person, true);
listen({
  onWhatsApp: () => void refresh(),
  onSystem: showSystem,
  onTime: (at) => {
    page.lead = at - Date.now();
    byId('clock').textContent = clockOf(at);
  },
  onLost: () => {
    byId('clock').textContent = 'Sin conexión';
  },
});
