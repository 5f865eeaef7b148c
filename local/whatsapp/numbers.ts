/** A business number of ours as Meta knows it. */
export type OurNumber = {
  /** Phone number id, as in the paths of the Graph API. */
  id: string;
  /** `display_phone_number` of the webhooks: digits, without `+`. */
  display: string;
  /** Id of the account that owns it: `entry[].id`. */
  accountId: string;
};

const accountId = '104857600012345';

/** Gives each phone number id a line of an area that no operator has assigned. */
export function ourNumbers(ids: readonly string[]): OurNumber[] {
  return ids.map((id, index) => ({
    id,
    display: index === 0 ? '526620000100' : `5266200009${String(index).padStart(2, '0')}`,
    accountId,
  }));
}

/** A number that is not ours: what is written to it reaches our webhook all the same when an account is shared. */
export const foreignNumber = (id: string): OurNumber => ({ id, display: '526620000999', accountId });
