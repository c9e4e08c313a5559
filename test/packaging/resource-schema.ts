import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types';
import type { Template } from './compiled-template.ts';

/** The resource schemas that AWS publishes for CloudFormation. */
const published = loadAwsServiceSpecSync();

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `Ref` and `Fn::…` stand for values that are known at deployment. */
export const isIntrinsic = (value: unknown): boolean => {
  const [key, ...more] = isObject(value) ? Object.keys(value) : [];
  return key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
};

/** CloudFormation takes numbers and truth values as text as well. */
const isScalar = (type: string, value: unknown): boolean => {
  if (type === 'string' || type === 'date-time')
    return ['string', 'number', 'boolean'].includes(typeof value);
  if (type === 'boolean') return typeof value === 'boolean' || value === 'true' || value === 'false';
  if (type === 'integer') return Number.isInteger(Number(value));
  return type === 'number' ? Number.isFinite(Number(value)) : true;
};

const membersFaults = (properties: ResourceProperties, value: unknown, path: string): string[] => {
  if (!isObject(value)) return [`${path}: must be an object`];
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && value[name] === undefined)
    .map(([name]) => `${path}.${name}: is required`);
  return missing.concat(
    Object.entries(value).flatMap(([name, member]) => {
      const declared = properties[name];
      const at = `${path}.${name}`;
      return declared === undefined ? [`${at}: no such property`] : valueFaults(declared.type, member, at);
    }),
  );
};

const listFaults = (element: PropertyType, value: unknown, path: string): string[] =>
  Array.isArray(value)
    ? value.flatMap((each: unknown, index) => valueFaults(element, each, `${path}[${index}]`))
    : [`${path}: must be a list`];

const valueFaults = (type: PropertyType, value: unknown, path: string): string[] => {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'array':
      return listFaults(type.element, value, path);
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, each]) => valueFaults(type.element, each, `${path}.${key}`))
        : [`${path}: must be an object`];
    case 'ref':
      return membersFaults(published.get('typeDefinition', type.reference.$ref).properties, value, path);
    case 'tag':
      return isObject(value) && 'Key' in value && 'Value' in value ? [] : [`${path}: must be a tag`];
    case 'union': {
      const faults = type.types.map((each) => valueFaults(each, value, path));
      return faults.some(({ length }) => length === 0) ? [] : (faults[0] ?? []);
    }
    default: {
      if (!isScalar(type.type, value)) return [`${path}: must be ${type.type}`];
      const allowed = type.type === 'string' ? type.allowedValues : undefined;
      return allowed === undefined || allowed.includes(String(value))
        ? []
        : [`${path}: must be one of ${allowed.join(', ')}`];
    }
  }
};

export const publishedResource = (type: string) =>
  published.lookup('resource', 'cloudFormationType', 'equals', type).at(0);

/** What in a template is not as the published schemas of its resource types say; empty when all is. */
export const schemaFaults = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const schema = publishedResource(Type);
    return schema === undefined
      ? [`${id}: no such type, ${Type}`]
      : membersFaults(schema.properties, Properties, id);
  });
