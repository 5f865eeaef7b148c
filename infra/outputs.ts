import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Admin } from './admin.ts';
import type { Ingest } from './ingest.ts';
import type { Secrets } from './secrets.ts';
import type { Watch } from './watch.ts';

type Parts = { secrets: Secrets; ingest: Ingest; admin: Admin; watch: Watch };

/** What a deployment shows at its end: what to paste at Meta, and where the rest is. */
export function addOutputs(stack: Stack, { secrets, ingest, admin, watch }: Parts): void {
  const show = (id: string, value: string, description: string): CfnOutput =>
    new CfnOutput(stack, id, { value, description });
  show('WebhookUrl', ingest.url, 'Péguelo en Meta: URL de devolución de llamada (Callback URL)');
  show(
    'VerifyTokenName',
    secrets.verifyToken.secretName,
    'Secreto con el identificador de verificación (Verify token) que se pega en Meta: npm run alerta -- verificacion',
  );
  show('AppSecretName', secrets.app.secretName, 'Secreto que recibe la clave secreta de la app de Meta');
  show(
    'AccessTokenName',
    secrets.accessToken.secretName,
    'Secreto que recibe el token de acceso de WhatsApp',
  );
  show('AdminFunctionName', admin.fn.functionName, 'Función a la que llama npm run alerta');
  show('AlarmTopicArn', watch.topic.topicArn, 'Tema de SNS que avisa a quien está de guardia');
}
