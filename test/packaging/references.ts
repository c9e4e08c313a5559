import type { Template } from './compiled-template.ts';
import { publishedResource } from './resource-schema.ts';

const isPseudoParameter = (name: string): boolean => name.startsWith('AWS::');

/** Attributes with a dot, of a type that has maps of them, are not known by name beforehand. */
const attributeFaults = ({ Resources }: Template, id: string, attribute: string): string[] => {
  const resource = Resources[id];
  if (resource === undefined) return [`Fn::GetAtt ${id}.${attribute}: no such resource`];
  const attributes = publishedResource(resource.Type)?.attributes ?? {};
  return attribute in attributes
    ? []
    : [`Fn::GetAtt ${id}.${attribute}: ${resource.Type} has no such attribute`];
};

const refFaults = ({ Resources, Parameters }: Template, name: string): string[] =>
  isPseudoParameter(name) || name in Resources || name in Parameters
    ? []
    : [`Ref ${name}: nothing of this name`];

const subFaults = (template: Template, value: unknown): string[] => {
  const [text, given = {}] = Array.isArray(value) ? (value as [string, object]) : [String(value)];
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap(([, name = '']) => {
    if (name in given) return [];
    const [id = '', ...attribute] = name.split('.');
    return attribute.length === 0
      ? refFaults(template, id)
      : attributeFaults(template, id, attribute.join('.'));
  });
};

const intrinsicFaults = (template: Template, name: string, value: unknown): string[] => {
  if (name === 'Ref') return refFaults(template, String(value));
  if (name === 'Fn::Sub') return subFaults(template, value);
  if (name === 'Fn::GetAtt') {
    const [id = '', ...attribute] = Array.isArray(value) ? value.map(String) : String(value).split('.');
    return attributeFaults(template, id, attribute.join('.'));
  }
  if (name === 'Fn::If' && Array.isArray(value)) {
    const condition = String(value[0]);
    return condition in template.Conditions ? [] : [`Fn::If ${condition}: no such condition`];
  }
  return [];
};

const faultsWithin = (template: Template, value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => faultsWithin(template, each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...intrinsicFaults(template, name, inner),
    ...faultsWithin(template, inner),
  ]);
};

/** What a template names and does not have: Ref, Fn::GetAtt, Fn::Sub, Fn::If, DependsOn and Condition. */
export const referenceFaults = (template: Template): string[] => {
  const { Resources, Conditions, Outputs } = template;
  const named = Object.entries(Resources).flatMap(([id, { DependsOn = [], Condition }]) => [
    ...[DependsOn]
      .flat()
      .flatMap((other) => (other in Resources ? [] : [`${id} depends on ${other}: no such resource`])),
    ...(Condition === undefined || Condition in Conditions ? [] : [`${id}: no such condition, ${Condition}`]),
  ]);
  const used = [Object.values(Resources).map(({ Properties }) => Properties), Conditions, Outputs];
  return [...named, ...faultsWithin(template, used)];
};
