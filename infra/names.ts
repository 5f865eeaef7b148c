/**
 * The few physical names: what the command line addresses by stage alone. The rest is named by CloudFormation, so that
 * two stages fit one account.
 */
export type NamedSecret = 'AppSecret' | 'AccessToken' | 'VerifyToken';

export const secretName = (stage: string, secret: NamedSecret): string =>
  `AlertaCiudadana-${stage}/${secret}`;

export const adminFunctionName = (stage: string): string => `AlertaCiudadana-${stage}-Admin`;
