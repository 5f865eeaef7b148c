import { notify } from './dom.js';

/** Asks the local system; null where it refuses, and then says why. */
async function ask(path, body) {
  try {
    const answer = await fetch(
      path,
      body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
    const text = await answer.text();
    const value = text === '' ? {} : JSON.parse(text);
    if (answer.ok) return value;
    notify(value.error ?? `El sistema contestó ${answer.status}`);
  } catch {
    notify('El sistema no contesta. ¿Sigue en marcha «npm start»?');
  }
  return null;
}

export const get = (path) => ask(path);
export const post = (path, body = {}) => ask(path, body);

/**
 * Listens to what changes, for as long as the page is open.
 * @param {{ onWhatsApp: () => void, onSystem: (system: object) => void, onTime: (now: number) => void, onLost: () => void }} listeners
 */
export function listen({ onWhatsApp, onSystem, onTime, onLost }) {
  const source = new EventSource('/_local/events');
  source.addEventListener('whatsapp', (event) => {
    onTime(JSON.parse(event.data).now);
    onWhatsApp();
  });
  source.addEventListener('system', (event) => {
    const system = JSON.parse(event.data);
    onTime(system.now);
    onSystem(system);
  });
  source.addEventListener('error', onLost);
}
