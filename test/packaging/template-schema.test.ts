import { describe, expect, it } from 'vitest';
import { compiledTemplate, parseTemplate, type Template } from './compiled-template.ts';
import { referenceFaults } from './references.ts';
import { schemaFaults } from './resource-schema.ts';

const withTable = (properties: object): Template =>
  parseTemplate({ Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: properties } } });

const KEYS = { KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }] };

const withAlarm = (properties: object): Template =>
  parseTemplate({ Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: properties } } });

const withQueue = (properties: object, resource: object = {}): Template =>
  parseTemplate({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: properties, ...resource } } });

describe('the compiled template', () => {
  it('holds to the published resource schemas', () => {
    expect(schemaFaults(compiledTemplate())).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    expect(referenceFaults(compiledTemplate())).toEqual([]);
  });
});

describe('the check against the schemas', () => {
  it.each([
    {
      fault: 'an unknown type',
      template: parseTemplate({ Resources: { A: { Type: 'AWS::No::Such' } } }),
      says: 'A: no such type, AWS::No::Such',
    },
    {
      fault: 'an unknown property',
      template: withTable({ ...KEYS, Nmae: 'x' }),
      says: 'Table.Nmae: no such property',
    },
    { fault: 'a missing property', template: withTable({}), says: 'Table.KeySchema: is required' },
    {
      fault: 'a wrong type',
      template: withTable({ ...KEYS, DeletionProtectionEnabled: 'perhaps' }),
      says: 'Table.DeletionProtectionEnabled: must be boolean',
    },
    {
      fault: 'a missing property within',
      template: withAlarm({ Dimensions: [{ Name: 'service' }] }),
      says: 'Alarm.Dimensions[0].Value: is required',
    },
  ])('finds $fault', ({ template, says }) => {
    expect(schemaFaults(template)).toContain(says);
  });

  it.each([
    {
      fault: 'a Ref',
      template: withQueue({ QueueName: { Ref: 'Nothing' } }),
      says: 'Ref Nothing: nothing of this name',
    },
    {
      fault: 'an attribute',
      template: withQueue({ QueueName: { 'Fn::GetAtt': ['Queue', 'Nmae'] } }),
      says: 'Fn::GetAtt Queue.Nmae: AWS::SQS::Queue has no such attribute',
    },
    {
      fault: 'a Sub',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of Fn::Sub
      template: withQueue({ QueueName: { 'Fn::Sub': '${AWS::Region}-${Nothing}' } }),
      says: 'Ref Nothing: nothing of this name',
    },
    {
      fault: 'a condition',
      template: withQueue({}, { Condition: 'Never' }),
      says: 'Queue: no such condition, Never',
    },
    {
      fault: 'a dependency',
      template: withQueue({}, { DependsOn: ['Other'] }),
      says: 'Queue depends on Other: no such resource',
    },
  ])('finds $fault that leads nowhere', ({ template, says }) => {
    expect(referenceFaults(template)).toContain(says);
  });
});
