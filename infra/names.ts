/**
 * The few physical names: what the command line addresses by stage alone. The rest is named by CloudFormation, so that
 * two stages fit one account.
 */
export const secretName = (stage: string, secret: 'AppSecret' | 'AccessToken'): string =>
  `AlertaCiudadana-${stage}/${secret}`;

export const adminFunctionName = (stage: string): string => `AlertaCiudadana-${stage}-Admin`;
