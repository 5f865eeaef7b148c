/**
 * Builds an element. Text is always set as text, never parsed.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined | Function>} [given] attributes; `class`, `text` and `on…` listeners too; null and false leave out.
 * @param {...(Node | string | null)} children
 */
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'text') element.textContent = String(value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const byId = (id) => document.getElementById(id);

/**
 * Makes a container show these items, touching only what changed: what a screen reader has read is not read again,
 * what is unfolded stays so.
 * @param {Element} container
 * @param {{ key: string, look: unknown, build: () => Element }[]} items `look` is all that shows.
 */
export function show(container, items) {
  const before = new Map([...container.children].map((child) => [child.dataset.key, child]));
  const after = items.map(({ key, look, build }) => {
    const signature = JSON.stringify(look);
    const old = before.get(key);
    if (old?.dataset.look === signature) return old;
    const element = build();
    element.dataset.key = key;
    element.dataset.look = signature;
    if (!old) element.classList.add('arrived');
    keepUnfolded(old, element);
    return element;
  });
  const wanted = new Set(after);
  for (const child of Array.from(container.children)) if (!wanted.has(child)) child.remove();
  for (const [index, element] of after.entries())
    if (container.children[index] !== element)
      container.insertBefore(element, container.children[index] ?? null);
}

function keepUnfolded(old, element) {
  const details = element.querySelector('details');
  if (details && old?.querySelector('details')?.open) details.open = true;
}

/** One item that says there is nothing yet. */
export const nothing = (text, tag = 'p') => [
  { key: 'nothing', look: text, build: () => make(tag, { class: 'nothing', text }) },
];

let fading;

/** Says something for a moment, also to a screen reader. */
export function notify(text) {
  byId('notice').textContent = text;
  clearTimeout(fading);
  fading = setTimeout(() => {
    byId('notice').textContent = '';
  }, 5000);
}
