import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Fact } from './facts.ts';
import { apply, emptyState, type State } from './state.ts';

/**
 * The facts of the simulated WhatsApp, in memory and, when a file is named, on disk: one JSON line for all that
 * happened at once. What is recorded survives a kill -9 of the process, since the line is with the operating system
 * before `record` returns; a line cut short by the kill never happened.
 */
export type Journal = {
  state: State;
  /** Makes these facts true, all or none. */
  record(...facts: Fact[]): void;
  /** Calls the listener after each change; gives the way to stop it. */
  onChange(listener: () => void): () => void;
  close(): void;
};

export function openJournal(file?: string): Journal {
  const state = emptyState();
  const listeners = new Set<() => void>();
  const descriptor = file === undefined ? undefined : restore(file, state);
  let isOpen = true;
  return {
    state,
    record(...facts) {
      if (!isOpen || facts.length === 0) return;
      if (descriptor !== undefined) writeSync(descriptor, `${JSON.stringify(facts)}\n`);
      for (const fact of facts) apply(state, fact);
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (isOpen && descriptor !== undefined) closeSync(descriptor);
      isOpen = false;
      listeners.clear();
    },
  };
}

function restore(file: string, state: State): number {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const facts: Fact[] = JSON.parse(line);
    for (const fact of facts) apply(state, fact);
  }
  const descriptor = openSync(file, 'a');
  ftruncateSync(descriptor, Buffer.byteLength(whole));
  return descriptor;
}
