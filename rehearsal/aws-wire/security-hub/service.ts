import {
  BatchImportFindings$,
  type BatchImportFindingsRequest,
  type BatchImportFindingsResponse,
} from '@aws-sdk/client-securityhub';
import { restJson } from '#rehearsal/aws-wire/protocol/rest-json.ts';
import { operation, wireService } from '#rehearsal/aws-wire/service.ts';
import { CloudError } from '#rehearsal/cloud/cloud-error.ts';

const batchImportFindings = operation(
  BatchImportFindings$,
  ({ Findings = [] }: BatchImportFindingsRequest, { cloud }): BatchImportFindingsResponse => {
    const { imported, failed } = cloud.securityHub.importFindings(
      // An interface has no index signature; a copy of the object has.
      Findings.map((finding) => ({ ...finding })),
    );
    return {
      FailedCount: failed.length,
      SuccessCount: imported,
      FailedFindings: failed.map(({ id, code, message }) => ({
        Id: id,
        ErrorCode: code,
        ErrorMessage: message,
      })),
    };
  },
);

/** @see AWS Security Hub API Reference version 2018-10-26 */
export const securityHubService = wireService(
  'securityhub',
  restJson({
    schemas: [BatchImportFindings$],
    invalidInput: (message) => new CloudError('InvalidInputException', 400, message),
  }),
  [batchImportFindings],
);
