import type { Content } from '../../shared/domain/message.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import type { MessageContext } from '../../shared/language/context.ts';

/** Reads words; the one interface behind which classifiers change. */
export type Classify = (text: string, context: MessageContext) => Classification;

/** The words of a message, whatever carries them; empty where there are none. */
export function wordsOf(content: Content): string {
  switch (content.kind) {
    case 'text':
    case 'media':
    case 'reply':
      return content.text;
    case 'location':
    case 'reaction':
    case 'identity-change':
    case 'opaque':
      return '';
    default:
      return content satisfies never;
  }
}

/** True for a recording: only a person can hear what it says. */
export const isUnheard = (content: Content): boolean => content.kind === 'media' && content.type === 'audio';

/** True for what says nothing alone and belongs to what its sender reports around that time. */
export const isAttachment = (content: Content): boolean =>
  content.kind === 'location' ||
  (content.kind === 'media' && content.type !== 'audio' && content.text.trim() === '');

/**
 * Understands any content. A recording that nobody has heard counts as an emergency until somebody has; what has no
 * words asks for nothing. A tapped button is an answer to us, not a report.
 */
export function understand(content: Content, context: MessageContext, classify: Classify): Classification {
  if (isUnheard(content)) return unheard;
  const words = wordsOf(content).trim();
  return words === '' || content.kind === 'reply' ? wordless : classify(words, context);
}

const scores: Classification['scores'] = {
  emergency: 0,
  suspicious_activity: 0,
  incident_report: 0,
  patrol_request: 0,
  workshop_request: 0,
  public_service: 0,
  group_enrollment: 0,
  status_update: 0,
  question: 0,
  conversation: 0,
};

const unheard: Classification = {
  petitions: ['emergency'],
  incident: 'other',
  inProgress: true,
  priority: 'high',
  location: {},
  places: [],
  scores,
  needsReview: true,
};

const wordless: Classification = {
  petitions: ['conversation'],
  incident: null,
  inProgress: false,
  priority: 'none',
  location: {},
  places: [],
  scores: { ...scores, conversation: 1 },
  needsReview: false,
};
