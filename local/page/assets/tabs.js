import { byId } from './dom.js';

/** Tabs by the usual keyboard pattern, and on a narrow screen the choice between phone and system. */
export function startTabs() {
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  const select = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      byId(tab.getAttribute('aria-controls')).hidden = !isChosen;
    }
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(index + step + tabs.length) % tabs.length];
      select(next);
      next.focus();
    });
  }
  const views = [...document.querySelectorAll('[data-show]')];
  for (const view of views)
    view.addEventListener('click', () => {
      document.body.dataset.view = view.dataset.show;
      for (const other of views) other.setAttribute('aria-pressed', String(other === view));
    });
}
