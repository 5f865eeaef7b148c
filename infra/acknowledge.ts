import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says why a rule of cdk-nag does not hold for a construct and what is under it; the reason stands in the report. */
export function acknowledge(construct: IConstruct, rules: string | string[], reason: string): void {
  for (const id of [rules].flat()) Validations.of(construct).acknowledge({ id, reason });
}
