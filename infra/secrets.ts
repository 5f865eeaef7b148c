import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { secretName } from './names.ts';
import { removalPolicy, type ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';

/**
 * The four secrets, plain strings. CloudFormation makes a new value whenever what is asked of the generator changes:
 * never edit `generateSecretString` of one that is in use. With another `HashSecret` no person, message or report
 * would be recognised any more.
 */
export class Secrets extends Construct {
  /** Makes keyed hashes. */
  readonly hash: Secret;
  /** What Meta repeats in the handshake. */
  readonly verifyToken: Secret;
  /** Signs Meta's deliveries; put by `npm run alerta -- secretos`. */
  readonly app: Secret;
  /** Opens the Graph API; put by `npm run alerta -- secretos`. */
  readonly accessToken: Secret;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.hash = new Secret(this, 'HashSecret', {
      description: 'Convierte teléfonos e identificadores en claves. No lo cambie ni lo borre',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: removalPolicy(settings),
    });
    this.verifyToken = new Secret(this, 'VerifyToken', {
      secretName: secretName(settings.stage, 'VerifyToken'),
      description: 'Identificador de verificación que se pega en Meta',
      generateSecretString: { passwordLength: 40, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.app = put(this, 'AppSecret', 'Clave secreta de la app de Meta', settings);
    this.accessToken = put(this, 'AccessToken', 'Token de acceso permanente de WhatsApp', settings);
    acknowledge(
      this,
      'AwsSolutions-SMG4',
      'Meta hands out its two by hand; the handshake token is used once; a new hash secret would orphan every record',
    );
  }
}

/** Permits reading secrets, each by its own ARN. */
export function allowSecrets(fn: ServiceFunction, ...secrets: Secret[]): void {
  for (const secret of secrets) fn.allow(secret.secretArn, 'secretsmanager:GetSecretValue');
}

/** A secret that staff put: until then it holds a random value, with which nothing of Meta's agrees. */
function put(
  scope: Construct,
  id: 'AppSecret' | 'AccessToken',
  description: string,
  settings: Settings,
): Secret {
  return new Secret(scope, id, {
    secretName: secretName(settings.stage, id),
    description,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
