import * as z from 'zod';
import type { Template } from '../assembly.ts';
import { type Attributes, attributesOf } from './attributes.ts';

/** Where the played account is, and where its endpoints answer. */
export type Place = {
  accountId: string;
  region: string;
  stackName: string;
  /** Base of every queue URL: the authorising front. */
  queueUrlBase: string;
};

/** Replaces CloudFormation's intrinsic functions by what they would give. */
export type Resolve = (value: unknown) => unknown;

const noValue = Symbol('AWS::NoValue');

/**
 * Makes the resolver of a template. Names and ARNs are made from logical ids; parameters take their defaults.
 * @throws Error (from the resolver) on a function, reference or attribute that this cloud cannot give.
 */
export function resolver(template: Template, place: Place): Resolve {
  const known = new Map<string, Attributes>();

  const attributes = (logicalId: string): Attributes => {
    const cached = known.get(logicalId);
    if (cached) return cached;
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`The template refers to ${logicalId}, which it does not have`);
    const made = attributesOf(logicalId, resource, place);
    known.set(logicalId, made);
    return made;
  };

  const ref = (name: string): unknown => {
    const pseudo = pseudoParameter(name, place);
    if (pseudo !== undefined) return pseudo;
    const parameter = template.Parameters?.[name];
    if (!parameter) return attributes(name).ref;
    if (parameter.Default === undefined)
      throw new Error(`Parameter ${name} has no default, and nobody gives it here`);
    return parameter.Default;
  };

  const getAtt = (logicalId: string, name: string): string => {
    const found = attributes(logicalId).attributes[name];
    if (found === undefined) throw new Error(`${logicalId} has no attribute ${name} in this cloud`);
    return found;
  };

  const substitute = (text: string, own: Record<string, unknown>): string =>
    text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const dot = name.indexOf('.');
      if (name in own) return asText(resolve(own[name]));
      return asText(dot > 0 ? getAtt(name.slice(0, dot), name.slice(dot + 1)) : ref(name));
    });

  const functions: Record<string, (argument: unknown) => unknown> = {
    Ref: (name) => ref(asText(name)),
    'Fn::GetAtt': (argument) => {
      const [logicalId, ...path] = Array.isArray(argument)
        ? argument.map(asText)
        : asText(argument).split('.');
      return getAtt(logicalId ?? '', path.join('.'));
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = asList(argument);
      return asList(resolve(parts)).map(asText).join(asText(separator));
    },
    'Fn::Sub': (argument) => {
      const [text, own]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
      return substitute(asText(text), z.record(z.string(), z.unknown()).parse(own));
    },
    'Fn::Select': (argument) => {
      const [index, list] = asList(argument);
      return asList(resolve(list))[Number(resolve(index))];
    },
    'Fn::Split': (argument) => {
      const [separator, text] = asList(argument);
      return asText(resolve(text)).split(asText(separator));
    },
    'Fn::Base64': (argument) => Buffer.from(asText(resolve(argument))).toString('base64'),
  };

  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ['', undefined];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
      const apply = functions[name];
      if (!apply) throw new Error(`The template uses ${name}, which this cloud does not resolve`);
      return apply(argument);
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, resolve(item)] as const).filter(([, item]) => item !== noValue),
    );
  };
  return resolve;
}

function pseudoParameter(name: string, place: Place): unknown {
  switch (name) {
    case 'AWS::Region':
      return place.region;
    case 'AWS::AccountId':
      return place.accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return place.stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/${place.stackName}/00000000-0000-0000-0000-000000000000`;
    case 'AWS::NoValue':
      return noValue;
    default:
      return undefined;
  }
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`The template has ${JSON.stringify(value)} where a text should stand`);
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`The template has ${JSON.stringify(value)} where a list should stand`);
}
