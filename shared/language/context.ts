/** What surrounds a message and helps to read it; all of it optional. */
export type MessageContext = {
  /** Municipality of the group or person: the first evidence of place, since colonia names repeat. */
  municipality?: string;
  /** Who speaks: an operator's "va unidad" is not a neighbour's. */
  speaker?: 'member' | 'operator';
  /** Text of the message that this one quotes. */
  quotedText?: string;
  /** Forwarded at all; Meta's `frequently_forwarded` (more than five hops) is hearsay. */
  forwarded?: boolean;
  frequentlyForwarded?: boolean;
};
